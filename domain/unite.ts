import type { SendChannel } from './channel';
import { sendChannels } from './channel';
import type { ChoiceProof } from './choices';
import { OTHER_HOURS, intersection, isLifting, isSameProof } from './choices';
import type { LoggedContact, Person } from './person';
import { isSameContact } from './person';
import type { DailyWindow } from './strategy';

/**
 * One person out of two records of them. `kept` gives name, language, place and main zone, and its addresses win. Of the
 * choices the stricter holds: an opt-out, a dead address or a fact on either side; a consent only if nobody who has an
 * address for the channel lacks it; a fact that lifts a rule only if both know of it.
 */
export function unite(kept: Person, other: Person): Person {
  return withoutEmpty({
    ...kept,
    zones: [kept.zones[0], ...union(kept.zones, other.zones).slice(1)],
    kind: kept.kind === 'consumer' || other.kind === 'consumer' ? 'consumer' : 'business',
    addresses: { ...other.addresses, ...kept.addresses },
    dead: union(kept.dead, other.dead),
    consent: sendChannels.filter((channel) => consents(kept, other, channel)),
    optedOut: union(kept.optedOut, other.optedOut),
    facts: union(kept.facts, other.facts),
    contacts: uniteContacts(kept.contacts, other.contacts),
    verified: sendChannels.filter((channel) => isVerified(kept, other, channel)),
    workplace: union(kept.workplace ?? [], other.workplace ?? []),
    lawFacts: uniteLawFacts(kept, other),
    proofs: uniteProofs(kept.proofs ?? [], other.proofs ?? []),
    intents: [...(other.intents ?? []), ...(kept.intents ?? [])],
    ...uniteHours(kept, other),
  });
}

/** What is left of a record whose person is known under another id: no personal data, and nothing may be sent. */
export const emptied = ({ id, jurisdiction, zones, language, kind }: Person): Person => ({
  ...{ id, jurisdiction, zones, language, kind },
  ...{ name: '', addresses: {}, dead: [], consent: [], optedOut: [], facts: [], contacts: [] },
});

function consents(a: Person, b: Person, channel: SendChannel): boolean {
  const reachable = [a, b].filter(({ addresses }) => addresses[channel] !== undefined);
  return (reachable.length === 0 ? [a, b] : reachable).every(({ consent }) => consent.includes(channel));
}

/** Of the address that is kept. */
function isVerified(kept: Person, other: Person, channel: SendChannel): boolean {
  const address = kept.addresses[channel] ?? other.addresses[channel];
  return [kept, other].some(
    ({ addresses, verified = [] }) => addresses[channel] === address && verified.includes(channel),
  );
}

function uniteContacts(a: readonly LoggedContact[], b: readonly LoggedContact[]): LoggedContact[] {
  const added = b.filter((contact) => !a.some((known) => isSameContact(known, contact)));
  return [...a, ...added].sort((x, y) => x.at - y.at);
}

function uniteProofs(a: readonly ChoiceProof[], b: readonly ChoiceProof[]): ChoiceProof[] {
  const added = b.filter((proof) => !a.some((known) => isSameProof(known, proof)));
  return [...a, ...added].sort((x, y) => x.at - y.at);
}

/** The hours that were asked for, and whether they lift the lawful ones, go together. */
function uniteLawFacts(
  { lawFacts: a = [], ...kept }: Person,
  { lawFacts: b = [], ...other }: Person,
): string[] {
  const lifting = union(a, b).filter(isLifting);
  const both = lifting.filter((fact) => a.includes(fact) && b.includes(fact));
  const onlyHours = kept.preferredHours ? (other.preferredHours ? [] : a) : b;
  const hours = onlyHours.filter((fact) => fact === OTHER_HOURS);
  return union(
    union(a, b).filter((fact) => !isLifting(fact)),
    union(both, hours),
  );
}

/** Where the hours of both have nothing in common, those of the record that is kept. */
function uniteHours(kept: Person, other: Person): { preferredHours?: DailyWindow } {
  const [a, b] = [kept.preferredHours, other.preferredHours];
  const hours = a && b ? (intersection(a, b) ?? a) : (a ?? b);
  return hours ? { preferredHours: hours } : {};
}

/** Lists that may be absent are absent when they are empty. */
function withoutEmpty({
  verified = [],
  workplace = [],
  lawFacts = [],
  proofs = [],
  intents = [],
  ...person
}: Person): Person {
  return {
    ...person,
    ...(verified.length > 0 && { verified }),
    ...(workplace.length > 0 && { workplace }),
    ...(lawFacts.length > 0 && { lawFacts }),
    ...(proofs.length > 0 && { proofs }),
    ...(intents.length > 0 && { intents }),
  };
}

const union = <T>(list: readonly T[], added: readonly T[]): T[] => [...new Set([...list, ...added])];
