import type { Instant } from '../domain/time/calendar';
import type { MergedPersons } from '../store/merge';
import type { PersonBroadcast } from './ports';

type News = Parameters<PersonBroadcast['tell']>[0];

/** What the accounts of two persons who turned out to be one must be told: to ask again, and what stops them now. */
export function mergeNews(
  tenant: string,
  { from, into, person, accounts }: MergedPersons,
  at: Instant,
): News[] {
  const eventId = `merge/${from}/${into}`;
  const stops = person.facts.map((fact) => ({
    ...{ tenant, accounts, at, eventId: `${eventId}/${fact}` },
    change: { change: 'stop' as const, fact },
  }));
  return [{ tenant, accounts, at, eventId, change: { change: 'merge' } }, ...stops];
}
