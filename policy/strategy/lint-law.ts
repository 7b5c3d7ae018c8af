import { RecobroError } from '../../domain/errors';
import type { Channel, DebtorKind } from '../../domain/channel';
import { neverLawful } from '../../domain/law/ever';
import type { RuleBook } from '../../domain/law/lawbook';
import { readingOf } from '../../domain/law/reading';
import type { ContactRequest, Refusal } from '../../domain/law/types';
import type { Condition } from '../../domain/segment/condition';
import { variantsOf } from '../../domain/segment/in-force';
import type { DailyWindow, Strategy } from '../../domain/strategy';
import type { Instant } from '../../domain/time/calendar';
import type { LawLibrary } from '../law/library';

/** Where, when and for whom a strategy is to be used. */
export interface LawUse {
  readonly law: LawLibrary;
  /** Rule packs besides the strategy's own place. */
  readonly places: readonly string[];
  /** Most debtors are consumers; what a strategy may do to businesses alone must be said. */
  readonly debtor: DebtorKind;
  /** Looked at from here on, 60 days ahead. */
  readonly now: Instant;
}

/** A step that no instant makes lawful. `error`: by none of its channels; `warning`: by some of them. */
export interface LawFinding {
  readonly severity: 'error' | 'warning';
  readonly code: 'law.never' | 'law.neverByChannel' | 'law.noPack';
  readonly place: string;
  readonly segment: string | null;
  readonly step: string | null;
  readonly channels: readonly Channel[];
  readonly rules: readonly Pick<Refusal, 'rule' | 'basis' | 'cite' | 'source' | 'es'>[];
  readonly message: string;
  readonly remedy: string;
}

/** Something that the strategy does to a person. */
interface Act {
  readonly step: string;
  readonly via: readonly Channel[];
  readonly day: number;
  readonly window: DailyWindow;
}

const WHOLE_DAY: DailyWindow = { from: 0, to: 86_400 };
/** Tasks whose work is a contact. */
const channelOfTask: Readonly<Record<string, Channel>> = { call: 'voice', visit: 'visit' };

/**
 * Asks the law about every step by every channel, in every place of use and under every segment that is used there. The
 * person has authorised everything and asked for nothing, and nobody has contacted them: who is refused then is always
 * refused. Content is looked at elsewhere, with the messages.
 */
export function lintLaw(strategy: Strategy, use: LawUse): readonly LawFinding[] {
  const places = [...new Set([strategy.jurisdiction, ...use.places])];
  const findings = places.flatMap((place) =>
    use.law.has(place) ? findingsIn(place, strategy, use) : [noPack(place)],
  );
  return once(findings);
}

function findingsIn(place: string, strategy: Strategy, use: LawUse): LawFinding[] {
  const book = use.law.lawbook(place);
  return variantsOf(strategy).flatMap(({ segment, strategy: variant }) => {
    const when = strategy.segments?.find(({ id }) => id === segment)?.when;
    if (when && !isUsedIn(when, place)) return [];
    return actsOf(variant).flatMap((act) => findingsOf(act, { book, place, segment, variant, use }));
  });
}

interface Setting {
  readonly book: RuleBook;
  readonly place: string;
  readonly segment: string | null;
  readonly variant: Strategy;
  readonly use: LawUse;
}

function actsOf({ steps, promise, negotiation, sendWindow }: Strategy): Act[] {
  const acts = steps.flatMap((step): Act[] => {
    if (step.kind === 'touch') return [{ step: step.id, via: step.via, day: step.day, window: sendWindow }];
    const channel = step.kind === 'task' ? channelOfTask[step.task] : undefined;
    return channel ? [{ step: step.id, via: [channel], day: step.day, window: WHOLE_DAY }] : [];
  });
  // Promises are made late as well as early: no least number of days stands in the way of them all.
  const reminders = Object.entries({ promise, negotiation }).flatMap(([name, made]): Act[] =>
    made?.reminder
      ? [{ step: `${name}.reminder`, via: made.reminder.via, day: 3_650, window: sendWindow }]
      : [],
  );
  return [...acts, ...reminders];
}

function findingsOf(act: Act, setting: Setting): LawFinding[] {
  const denied = act.via.flatMap((channel) => {
    const refusals = refusalsFor(act, channel, setting);
    return refusals ? [{ channel, refusals }] : [];
  });
  if (denied.length === 0) return [];
  const channels = denied.map(({ channel }) => channel);
  const rules = [
    ...new Map(denied.flatMap(({ refusals }) => refusals).map((one) => [one.rule, one])).values(),
  ];
  const isAll = denied.length === act.via.length;
  return [
    {
      severity: isAll ? 'error' : 'warning',
      code: isAll ? 'law.never' : 'law.neverByChannel',
      place: setting.place,
      segment: setting.segment,
      step: act.step,
      channels,
      rules: rules.map(({ rule, basis, cite, source, es }) => ({ rule, basis, cite, source, es })),
      message: `step "${act.step}" can never be lawful in ${setting.place} by ${channels.join(', ')}: ${rules.map(ruleText).join('; ')}`,
      remedy: remedyFor(rules, setting.use.debtor),
    },
  ];
}

/** Why never; null when it is lawful at some time, or when nobody can say because the calendar ends. */
function refusalsFor(
  { day, window }: Act,
  channel: Channel,
  { book, variant, use }: Setting,
): readonly Refusal[] | null {
  const { timezones } = book.pack;
  const request: ContactRequest = {
    at: use.now,
    channel,
    zones: [timezones === 'any' ? 'UTC' : (timezones[0] ?? 'UTC')],
    actor: variant.actor,
    debtor: use.debtor,
    creditorType: 'financial',
    recipient: 'debtor',
    dpd: day,
    // The tenant's own standing with the platform is not the strategy's.
    facts: channel === 'whatsapp' ? ['whatsapp_third_party_cleared'] : [],
    prior: [],
  };
  try {
    return neverLawful(book, request, readingOf(variant), window);
  } catch (error) {
    if (error instanceof RecobroError && error.code === 'law.outsideCalendar') return null;
    throw error;
  }
}

const ruleText = ({ rule, cite, es }: Refusal): string => `${rule} (${cite}): ${es}`;

function remedyFor(rules: readonly Refusal[], debtor: DebtorKind): string {
  const kinds = new Set(rules.map(({ kind }) => kind));
  const scope = debtor === 'consumer' ? '; for businesses alone, lint with --debtors business' : '';
  if (kinds.has('min_dpd')) return `move the step to a later day${scope}`;
  if (kinds.has('window')) return `let send_window overlap the lawful hours, or take another channel${scope}`;
  return `take another channel for this place, or leave the step to a segment of other places${scope}`;
}

const noPack = (place: string): LawFinding => ({
  ...{ severity: 'error', code: 'law.noPack', place, segment: null, step: null, channels: [], rules: [] },
  message: `there are no rules for ${place}, so nothing would ever be sent there`,
  remedy: 'name a rule pack that exists, or add one with --packs DIR',
});

/** Whether a segment that names places may be in force in this one. */
function isUsedIn(when: Condition, place: string): boolean {
  if ('all' in when) return when.all.every((part) => isUsedIn(part, place));
  if ('any' in when) return when.any.some((part) => isUsedIn(part, place));
  if ('not' in when || (when.field !== 'jurisdiction' && when.field !== 'country')) return true;
  const here = when.field === 'country' ? place.split('-')[0] : place;
  if (when.eq !== undefined && when.eq !== here) return false;
  return when.in === undefined || when.in.some((value) => value === here);
}

/** A segment that keeps a step does not tell its fault again. */
function once(findings: readonly LawFinding[]): readonly LawFinding[] {
  const seen = new Set<string>();
  return findings.filter(({ message }) => {
    const isNew = !seen.has(message);
    seen.add(message);
    return isNew;
  });
}
