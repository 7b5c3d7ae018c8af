import type { RuleBook } from '../../domain/law/lawbook';
import type { CalendarData, PackData, RuleKind } from '../../domain/law/pack';
import type { Day } from '../../domain/time/calendar';
import { isoFromDay } from '../../domain/time/calendar';
import type { LawLibrary } from './library';

/** `error` = decisions are wrong or impossible; `warning` = somebody must look before going live; `note` = good to know. */
export type Severity = 'error' | 'warning' | 'note';

export interface Finding {
  readonly severity: Severity;
  readonly code: string;
  /** Pack or calendar id. */
  readonly where: string;
  readonly rule?: string;
  readonly message: string;
}

const YEAR_DAYS = 365;
/** Source of the rules that the house made itself: there is nothing to verify. */
const HOUSE = 'house policy';

/** What the research looked for in every country; a pack without one has a gap, not a licence. */
const expectedKinds = [
  'stop',
  'consent',
  'recipient',
  'window',
  'cap',
  'content_forbid',
  'content_require',
  'duty',
  'retention',
] as const satisfies readonly RuleKind[];

/** Gaps in loaded law, as seen on local date `on`: what nobody signed off, what ends soon, what is missing. */
export function checkLaw(library: LawLibrary, on: Day): Finding[] {
  const places = library.packs.filter(({ id }) => library.has(id)).map(({ id }) => library.lawbook(id));
  return [
    ...library.calendars.flatMap((calendar) => calendarFindings(calendar, places, on)),
    ...library.packs.flatMap((pack) => [...reviewFindings(pack), ...ruleFindings(pack, on)]),
    ...places.flatMap(gapFindings),
  ];
}

function calendarFindings({ id, until }: CalendarData, places: readonly RuleBook[], on: Day): Finding[] {
  const users = places.filter(({ calendar }) => calendar?.id === id).map(({ pack }) => pack.id);
  if (until >= on + YEAR_DAYS || users.length === 0) return [];
  const ended = until < on;
  const consequence = ended
    ? 'every contact is refused with an error'
    : 'contacts after that are refused with an error';
  const message = `the calendar ${ended ? 'ended' : 'ends'} on ${isoFromDay(until)} (${users.join(', ')}): ${consequence}; add the coming years`;
  return [
    {
      severity: ended ? 'error' : 'warning',
      code: ended ? 'calendar.ended' : 'calendar.endsSoon',
      where: id,
      message,
    },
  ];
}

function reviewFindings({ id, reviewedBy }: PackData): Finding[] {
  if (reviewedBy !== undefined) return [];
  const message = 'reviewed_by is null: local counsel must sign the pack off before it is switched on';
  return [{ severity: 'warning', code: 'pack.unreviewed', where: id, message }];
}

function ruleFindings({ id, rules }: PackData, on: Day): Finding[] {
  return rules.flatMap(({ id: rule, confidence, source, until }): Finding[] => [
    ...(confidence === 'to-verify' && source !== HOUSE
      ? [
          {
            severity: 'warning' as const,
            code: 'rule.toVerify',
            where: id,
            rule,
            message: 'confidence is to-verify: read the text itself',
          },
        ]
      : []),
    ...(confidence === 'conflict'
      ? [
          {
            severity: 'warning' as const,
            code: 'rule.conflict',
            where: id,
            rule,
            message: 'the sources disagree: counsel must choose',
          },
        ]
      : []),
    ...(until !== undefined && until < on
      ? [
          {
            severity: 'note' as const,
            code: 'rule.lapsed',
            where: id,
            rule,
            message: `the rule ended on ${isoFromDay(until)}`,
          },
        ]
      : []),
  ]);
}

function gapFindings({ pack, rules }: RuleBook): Finding[] {
  const binding = rules.filter(({ rule }) => rule.basis !== 'bill');
  const missing = expectedKinds.filter((kind) => !binding.some(({ rule }) => rule.kind === kind));
  const house = (['window', 'cap'] as const).filter((kind) => {
    const ofKind = binding.filter(({ rule }) => rule.kind === kind);
    return ofKind.length > 0 && ofKind.every(({ rule }) => rule.basis === 'policy');
  });
  return [
    ...(missing.length > 0
      ? [
          {
            severity: 'note' as const,
            code: 'pack.missingKinds',
            where: pack.id,
            message: `no rule of kind ${missing.join(', ')}`,
          },
        ]
      : []),
    ...(house.length > 0
      ? [
          {
            severity: 'note' as const,
            code: 'pack.houseOnly',
            where: pack.id,
            message: `only house policy for ${house.join(', ')}`,
          },
        ]
      : []),
  ];
}
