import type { CaseState } from '../../domain/case/state';
import type { Person } from '../../domain/person';
import type { Day, Instant } from '../../domain/time/calendar';
import { isoFromInstant } from '../../domain/time/calendar';
import type { ContactLine } from '../contact-log';
import type { Story } from './load';
import type { AccountRun } from './trace';

interface Made {
  readonly at: Instant;
  readonly line: ContactLine;
}

/**
 * Every contact of a story in the format of the law's contact log, person by person, each in order of time: what the
 * engine has sent, with its last outcome, and what was made elsewhere (its account may be empty: nobody said).
 */
export function contactsOf(story: Story, runs: readonly AccountRun[]): ContactLine[] {
  return story.persons.flatMap((person) => {
    const sent = runs.filter((run) => run.person === person.id).flatMap((run) => sentBy(story, person, run));
    // At one instant what happens elsewhere comes first, as every fact does.
    const made = [...elsewhere(story, person), ...sent].sort((a, b) => a.at - b.at);
    return made.map(({ line }) => line);
  });
}

function sentBy(story: Story, person: Person, { account, state, events }: AccountRun): Made[] {
  const bounced = events.flatMap((event) => (event.type === 'bounce_received' ? (event.attempt ?? []) : []));
  return events.flatMap((event) => {
    if (event.type !== 'touch_sent') return [];
    const { at, on, channel, anchor, days, attempt } = event;
    const due = dueOf(state, anchor);
    const dpd = due === undefined ? days : Math.min(days, on - due);
    const outcome = bounced.includes(attempt) ? 'undelivered' : 'unanswered';
    return { at, line: lineOf(story, person, { account, at, channel, dpd, outcome }) };
  });
}

function elsewhere(story: Story, person: Person): Made[] {
  return story.events.flatMap(({ contact, account = '', instant: at }) => {
    if (contact?.person !== person.id || at >= story.until) return [];
    const { channel, outcome } = contact;
    return { at, line: lineOf(story, person, { account, at, channel, dpd: null, outcome }) };
  });
}

interface Told {
  readonly account: string;
  readonly at: Instant;
  readonly channel: string;
  readonly dpd: number | null;
  readonly outcome: string;
}

function lineOf(story: Story, person: Person, { account, at, channel, dpd, outcome }: Told): ContactLine {
  return {
    person: person.id,
    account,
    debt: null,
    at: isoFromInstant(at),
    channel,
    jurisdiction: person.jurisdiction,
    zones: person.zones,
    actor: story.strategy.actor,
    debtor: person.kind,
    recipient: 'debtor',
    place: null,
    dpd,
    facts: factsAt(story, person.id, at),
    content: null,
    outcome,
  };
}

/** Stop facts of the person that hold at an instant. */
function factsAt(story: Story, person: string, at: Instant): string[] {
  const facts = new Set<string>();
  for (const { instant, stop, clear } of story.events) {
    if (instant > at) break;
    if (stop?.person === person) facts.add(stop.fact);
    if (clear?.person === person) facts.delete(clear.fact);
  }
  return [...facts];
}

/** Due date of a debt, or of instalment `<plan>#<number>`. */
function dueOf({ booked }: CaseState, anchor: string): Day | undefined {
  for (const fact of booked) {
    if (fact.kind === 'debt' && fact.id === anchor) return fact.due;
    if (fact.kind !== 'plan') continue;
    const instalment = fact.instalments.find((_, index) => `${fact.id}#${index + 1}` === anchor);
    if (instalment) return instalment.due;
  }
  return undefined;
}
