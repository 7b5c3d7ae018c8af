import type { Command } from 'commander';
import { Option } from 'commander';
import type { Profile } from '../../domain/channel';
import { profiles } from '../../domain/channel';
import { RecobroError } from '../../domain/errors';
import type { StrategyReading } from '../../domain/law/reading';
import { readingOf, readingWith } from '../../domain/law/reading';
import type { LenientRule } from '../../domain/strategy';
import type { Day } from '../../domain/time/calendar';
import type { LawLibrary } from '../../policy/law/library';
import { knownRules, lenientRuleFaults } from '../../policy/strategy/lenient-rules';
import { loadStrategy } from '../../policy/strategy/parse';

export interface ReadingOptions {
  readonly profile: Profile;
  readonly lenientRule?: readonly string[];
  readonly strategy?: string;
}

/** The reading that is asked for, and who has signed for what it sets aside. */
export interface SignedReading {
  readonly reading: StrategyReading;
  readonly signed: readonly LenientRule[];
}

/** Adds the options that say how the rules are read. */
export const withReading = (command: Command): Command =>
  command
    .addOption(
      new Option('--profile <profile>', 'which reading of the rules').choices(profiles).default('strict'),
    )
    .option('--lenient-rule <ids...>', 'rules of the strict reading to set aside: what would be, unsigned')
    .addOption(
      new Option(
        '--strategy <file>',
        'read the rules as this strategy does: profile and lenient_rules (its segments aside)',
      ).conflicts(['profile', 'lenientRule']),
    );

/**
 * The reading that the options name.
 *
 * @throws {RecobroError} `strategy.invalid` or `strategy.unreadable`; `law.badRequest` for a rule that cannot be set aside.
 */
export function readingFrom(
  { profile, lenientRule = [], strategy }: ReadingOptions,
  law: LawLibrary,
  today: Day,
): SignedReading {
  const known = knownRules(law, today);
  if (strategy !== undefined) {
    const file = loadStrategy(strategy, { law: known });
    return { reading: readingOf(file), signed: file.lenientRules ?? [] };
  }
  const fields = { profile, lenient_rules: lenientRule.map((rule) => ({ rule })) };
  const [fault] = lenientRuleFaults({ fields }, { law: known });
  if (!fault) return { reading: readingWith(profile, lenientRule), signed: [] };
  const message = `Cannot read the law with --lenient-rule: ${fault.message} – ${fault.remedy}`;
  throw new RecobroError('law.badRequest', message, { field: 'lenient-rule' });
}
