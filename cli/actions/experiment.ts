import { readFileSync } from 'node:fs';
import type { Experiment } from '../../domain/experiment/assign';
import { plannedShares } from '../../domain/experiment/assign';
import { RecobroError } from '../../domain/errors';
import type { ReadOutPlan } from '../../domain/experiment/read-out';
import { readOut } from '../../domain/experiment/read-out';
import type { Language } from '../../domain/person';
import { sampleSize } from '../../domain/stats/sample-size';
import type { Subjects } from '../../policy/experiment/read-subjects';
import { readSubjects } from '../../policy/experiment/read-subjects';
import { readOutWords } from '../../policy/experiment/words';
import { loadStrategy } from '../../policy/strategy/parse';
import { FOUND, WRONG_USE } from '../failure';

export interface ReadOutFlags {
  readonly strategy?: string;
  readonly weights?: string;
  readonly alpha: string;
  readonly plannedSize?: string;
  readonly seed: string;
  readonly lang: Language;
  readonly json?: true;
}

export interface SizeFlags {
  readonly base: string;
  readonly target: string;
  readonly alpha: string;
  readonly power: string;
  readonly json?: true;
}

const ROUNDS = 2_000;

/** Wrong use of an option: told on stderr, exit code 2. */
class WrongOption extends Error {}

/** `experiment readout FILE`: exit 1 where nothing can be compared. */
export function readOutFile(file: string, flags: ReadOutFlags): void {
  answering(() => {
    const data = readSubjects(textOf(file), file);
    const plan = planOf(data, flags);
    const result = readOut(data.subjects, plan);
    process.stdout.write(
      flags.json
        ? `${JSON.stringify({ currency: data.currency, ...result }, null, 2)}\n`
        : readOutWords(result, data.currency, flags.lang),
    );
    return result.withheld ? FOUND : 0;
  });
}

/** `experiment size`. */
export function sizeExperiment(flags: SizeFlags): void {
  answering(() => {
    const [base, target] = [shareOf('base', flags.base), shareOf('target', flags.target)];
    if (base === target) throw new WrongOption('--target must differ from --base');
    const [alpha, power] = [shareOf('alpha', flags.alpha), shareOf('power', flags.power)];
    const perArm = sampleSize({ base, target, alpha, power });
    process.stdout.write(
      flags.json ? `${JSON.stringify({ base, target, alpha, power, perArm })}\n` : `${perArm}\n`,
    );
    return 0;
  });
}

function planOf(data: Subjects, flags: ReadOutFlags): ReadOutPlan {
  const arms = armsOf(flags);
  const stranger = data.subjects.find((subject) => !arms.some(({ arm }) => arm === subject.arm));
  if (stranger)
    throw new WrongOption(
      `the file has an arm "${stranger.arm}", but the arms are ${arms.map(({ arm }) => arm).join(', ')}`,
    );
  return {
    arms,
    alpha: shareOf('alpha', flags.alpha),
    seed: wholeOf('seed', flags.seed),
    rounds: ROUNDS,
    ...(flags.plannedSize !== undefined && { plannedSize: wholeOf('planned-size', flags.plannedSize) }),
  };
}

function armsOf({ strategy, weights }: ReadOutFlags): ReadOutPlan['arms'] {
  if ((strategy === undefined) === (weights === undefined))
    throw new WrongOption('say which arms were planned: either --strategy FILE or --weights a=80,b=20');
  if (weights !== undefined) return weights.split(',').map(armOf);
  const experiment: Experiment | undefined = loadStrategy(strategy ?? '').experiment;
  if (!experiment) throw new WrongOption(`${strategy} has no experiment`);
  return plannedShares(experiment);
}

function armOf(text: string): { arm: string; weight: number } {
  const [arm = '', share = ''] = text.split('=');
  const weight = Number(share);
  if (arm === '' || share === '' || !(weight > 0))
    throw new WrongOption(`"${text}" is not arm=weight, such as estandar=80`);
  return { arm, weight };
}

function shareOf(name: string, text: string): number {
  const share = Number(text);
  if (share > 0 && share < 1) return share;
  throw new WrongOption(`--${name} ${text} must be between 0 and 1`);
}

function wholeOf(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new WrongOption(`--${name} ${text} must be a whole number`);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new WrongOption(`Cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function answering(answer: () => number): void {
  try {
    process.exitCode = answer();
  } catch (error) {
    const isOption = error instanceof WrongOption;
    if (!isOption && !(error instanceof RecobroError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = isOption ? WRONG_USE : FOUND;
  }
}
