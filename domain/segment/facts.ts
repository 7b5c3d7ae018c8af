import { overdueBalance } from '../case/anchor';
import { remaining } from '../case/books';
import type { CaseState, Traits } from '../case/state';
import { touchesOf } from '../case/state';
import type { CaseView } from '../case/view';
import { stageAt } from '../case/view';
import type { Strategy } from '../strategy';
import type { NumberField, ReadField, SegmentValue, TextField } from './condition';

interface Looked {
  readonly state: CaseState;
  readonly base: Strategy;
  readonly view: CaseView;
}

type Read = (looked: Looked) => SegmentValue | undefined;

/** What a field is, as of a look at the case under its base strategy. Amounts in minor units of the account's currency. */
const readers: Readonly<Record<NumberField | TextField, Read>> = {
  balance: ({ view: { books, today } }) => overdueBalance(books, today),
  owed: ({ view: { books } }) => books.open.reduce((sum, claim) => sum + remaining(claim), 0),
  days: ({ view: { anchor } }) => anchor?.n,
  past_due: ({ view: { anchor } }) => anchor?.pastDue,
  debts: ({ view: { books } }) => books.open.length,
  payments: ({ state }) => paymentsIn(state),
  contacts: ({ state }) => touchesOf(state),
  promises_kept: ({ state }) => judged(state, 'kept'),
  promises_broken: ({ state }) => judged(state, 'broken'),
  promise_fulfilment: ({ state }) => fulfilment(judged(state, 'kept'), judged(state, 'broken')),
  currency: ({ state }) => state.currency,
  stage: ({ base, view: { anchor } }) => (anchor ? stageAt(base, anchor.n) : undefined),
  country: ({ state }) => countryOf(traitsOf(state)['jurisdiction']),
  score: trait('score'),
  times_late: trait('times_late'),
  product: trait('product'),
  jurisdiction: trait('jurisdiction'),
  city: trait('city'),
  cause: trait('cause'),
};

/** Looks fields of a case up, as the conditions of segments ask for them. */
export function readerOf(looked: Looked): ReadField {
  const traits = traitsOf(looked.state);
  return (field) => (isKnown(field) ? readers[field](looked) : traits[field.slice('traits.'.length)]);
}

const isKnown = (field: string): field is NumberField | TextField => Object.hasOwn(readers, field);

function trait(name: string): Read {
  return ({ state }) => traitsOf(state)[name];
}

const traitsOf = ({ rare }: CaseState): Traits => rare?.traits ?? {};

const countryOf = (place: SegmentValue | undefined): string | undefined =>
  typeof place === 'string' ? place.split('-')[0] : undefined;

const judged = ({ promises }: CaseState, as: 'kept' | 'broken'): number =>
  promises.filter((promise) => promise.state === as).length;

/** Unknown as long as no promise has been judged. */
const fulfilment = (kept: number, broken: number): number | undefined =>
  kept + broken === 0 ? undefined : kept / (kept + broken);

function paymentsIn({ booked }: CaseState): number {
  const reversed = new Set(booked.map((fact) => (fact.kind === 'reversal' ? fact.of : '')));
  return booked.filter((fact) => fact.kind === 'payment' && !reversed.has(fact.id)).length;
}
