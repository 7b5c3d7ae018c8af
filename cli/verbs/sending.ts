import type { Command } from 'commander';
import { Option } from 'commander';
import { sendChannels } from '../../domain/channel';
import type { SendingFlags } from '../actions/sending';

/** Loaded on use: it brings clients of Temporal and AWS with it. */
const load = () => require('../actions/sending') as typeof import('../actions/sending');

/** Adds `sending stop|resume|status`. Exit 0; 1 when there was nothing to resume or no running system; 2 = wrong use. */
export function registerSending(program: Command): void {
  const sending = program.command('sending').description('the stop switch of all outgoing messages');
  scoped(sending.command('stop'))
    .description(
      'nothing of this scope is sent any more, within a second; no case is lost, and cadences catch up',
    )
    .action((flags: SendingFlags) => load().stopSending(flags));
  scoped(sending.command('resume'))
    .description('lifts a stop of exactly this scope; waiting messages ask again within a quarter of an hour')
    .action((flags: SendingFlags) => load().resumeSending(flags));
  sending
    .command('status')
    .description('what is stopped now, and who last stopped or resumed what')
    .option('--json', 'print one JSON document')
    .action((flags: { readonly json?: true }) => load().showSending(flags));
}

const scoped = (command: Command): Command =>
  command
    .option('--tenant <tenant>', 'of one tenant only (default: of all)')
    .addOption(
      new Option('--channel <channel>', 'by one channel only (default: by all)').choices(sendChannels),
    )
    .requiredOption('--by <name>', 'who orders it')
    .requiredOption('--reason <text>', 'why, for those who come after; say nothing about a debtor');
