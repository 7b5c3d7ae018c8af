import type { Profile } from '../channel';
import type { Strategy } from '../strategy';
import type { ContactRequest, Lawbook, Refusal } from './types';

/**
 * How a strategy reads the law. Under `strict` the rules named in `setAside` (absent = none) do not apply, and every
 * other rule keeps its strict reading; see `rulesUnder`.
 */
export interface StrategyReading {
  readonly profile: Profile;
  readonly setAside?: readonly string[];
}

/** Which reading of the rules holds: one of the two profiles for every rule, or a strategy's. */
export type Reading = Profile | StrategyReading;

/** The reading by which a strategy contacts. */
export const readingOf = ({
  profile,
  lenientRules,
}: Pick<Strategy, 'profile' | 'lenientRules'>): StrategyReading =>
  readingWith(
    profile,
    lenientRules?.map(({ rule }) => rule),
  );

/** A reading as records carry it: where nothing is set aside, the profile alone. */
export const readingWith = (profile: Profile, setAside: readonly string[] = []): StrategyReading =>
  setAside.length === 0 ? { profile } : { profile, setAside };

/** A reading in full. Only the strict one has rules to set aside. */
export function partsOfReading(reading: Reading): Required<StrategyReading> {
  if (typeof reading === 'string') return { profile: reading, setAside: [] };
  const { profile, setAside = [] } = reading;
  return { profile, setAside: profile === 'strict' ? setAside : [] };
}

/** A name that two readings share only when they are the same; the profile's own where nothing is set aside. */
export function nameOfReading(reading: Reading): string {
  if (typeof reading === 'string') return reading;
  const { profile, setAside } = reading;
  return setAside ? [profile, ...setAside].join(' ') : profile;
}

/** What would deny the contact in the strict reading, if this one did not set it aside. */
export function refusalsSetAside(
  lawbook: Lawbook,
  request: ContactRequest,
  reading: Reading,
): readonly Refusal[] {
  const { setAside } = partsOfReading(reading);
  if (setAside.length === 0) return [];
  const { refusals: still } = lawbook.judge(request, reading);
  return lawbook
    .judge(request, 'strict')
    .refusals.filter(({ rule }) => setAside.includes(rule) && !still.some((one) => one.rule === rule));
}
