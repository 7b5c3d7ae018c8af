import type { Actor, DebtorKind } from '../channel';
import { channels } from '../channel';
import type { Day } from '../time/calendar';
import type { BoundRule } from './compose';
import { groupOf } from './compose';
import type { RuleData } from './pack';
import type { Reading } from './reading';
import { partsOfReading } from './reading';
import type { Situation } from './situation';
import { channelBit, outcomeBit } from './situation';
import type { ContactRequest, Refusal } from './types';

/** A rule made ready for evaluation: plain data, prepared once per pack. */
export interface Clause<R extends RuleData = RuleData> {
  readonly rule: R;
  /** Channels the rule governs, as bits. */
  readonly channels: number;
  /** Outcomes the rule counts, as bits; 0 where it counts nothing. */
  readonly outcomes: number;
  readonly from: Day;
  readonly until: Day;
  readonly creditorTypes: readonly string[] | undefined;
  readonly liftedBy: readonly string[];
  /** Whether the denial may pass with time. */
  readonly isClock: boolean;
  /** What is reported when the rule denies. Shared between decisions. */
  readonly refusal: Refusal;
}

const everyChannel = channels.reduce((bits, channel) => bits | channelBit[channel], 0);

/** Prepares a rule for evaluation. */
export function clauseOf({ rule, scope, from, until }: BoundRule): Clause {
  const { id, kind, basis, cite, source, es } = rule;
  return {
    rule,
    channels: rule.channels?.reduce((bits, channel) => bits | channelBit[channel], 0) ?? everyChannel,
    outcomes:
      'counting' in rule
        ? rule.counting.outcomes.reduce((bits, outcome) => bits | outcomeBit[outcome], 0)
        : 0,
    from,
    until,
    creditorTypes: scope.creditorTypes,
    liftedBy: rule.liftedBy,
    isClock: groupOf(kind) === 1,
    refusal: Object.freeze({ rule: id, kind, basis, cite, source, es }),
  };
}

/**
 * The rules that can ever deny a request of this channel, actor and debtor under a reading, in the order given. Where a
 * strict rule is set aside, those of the lenient reading hold in its place: what lenient denies stays denied.
 */
export function rulesUnder(
  reading: Reading,
  rules: readonly BoundRule[],
  request: ContactRequest,
): readonly BoundRule[] {
  const { profile, setAside } = partsOfReading(reading);
  const isSetAside = ({ rule }: BoundRule): boolean =>
    rule.profile === 'strict' && setAside.includes(rule.id);
  const concerned = rules.filter((bound) => concerns(bound, request));
  const held = concerned.some(isSetAside) ? [profile, 'lenient'] : [profile];
  return concerned.filter(
    (bound) => held.includes(bound.rule.profile ?? profile) && !isSetAside(bound),
  );
}

/** Bills never deny, nor do duties. */
function concerns({ rule, scope }: BoundRule, request: ContactRequest): boolean {
  const { channel, actor, debtor } = request;
  return (
    groupOf(rule.kind) !== 3 &&
    rule.basis !== 'bill' &&
    (rule.channels?.includes(channel) ?? true) &&
    includes<Actor>(scope.actors, actor) &&
    includes<DebtorKind>(scope.debtors, debtor)
  );
}

/** Whether the rule is in force for this request on the local date of the situation. */
export function isInForce(clause: Clause, { day, request }: Situation): boolean {
  if (day < clause.from || day > clause.until) return false;
  if (!includes(clause.creditorTypes, request.creditorType)) return false;
  return clause.liftedBy.length === 0 || !holdsAny(request.facts, clause.liftedBy);
}

/** Whether two short lists of names share one. */
export function holdsAny(facts: readonly string[], names: readonly string[]): boolean {
  for (const name of names) if (facts.includes(name)) return true;
  return false;
}

function includes<T>(list: readonly T[] | undefined, value: T): boolean {
  return list === undefined || list.includes(value);
}
