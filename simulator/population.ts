import type { NewDebt } from '../domain/case/facts';
import type { Opening } from '../domain/case/open';
import type { SendChannel } from '../domain/channel';
import { sendChannels } from '../domain/channel';
import type { Person } from '../domain/person';
import type { Day, Instant } from '../domain/time/calendar';
import type { ZoneId } from '../domain/time/zones';
import { instantAt } from '../domain/time/zones';
import type { Behaviour, PlaceMix } from './behaviour';
import { Chance } from './chance';
import type { Debtor, DebtorAccount, Population } from './debtor';
import { scriptOf } from './script';

export interface PopulationOptions {
  readonly behaviour: Behaviour;
  readonly seed: number;
  readonly accounts: number;
  /** First local date of the simulation. */
  readonly start: Day;
  readonly days: number;
}

/** Of every 25 persons three have more than one account: 29 accounts in all. */
const PERSONS_A_BLOCK = 25;
const SEVERAL: ReadonlyMap<number, number> = new Map([
  [7, 2],
  [15, 2],
  [21, 3],
]);
const ACCOUNTS_A_BLOCK = 29;
/** Cases open at eight in the morning of the first date. */
export const OPENING_SECOND = 8 * 3_600;

/** A generated book. The same options give the same debtors, one by one, in whatever order they are asked for. */
export function generatedPopulation(options: PopulationOptions): Population {
  const { accounts } = options;
  const size = personsFor(accounts);
  return {
    size,
    accounts,
    debtor: (index) => {
      if (index < 0 || index >= size) throw new RangeError(`There is no debtor ${index} of ${size}`);
      return generate(options, index, Math.min(accountsOf(index), accounts - accountsBefore(index)));
    },
  };
}

const accountsOf = (person: number): number => SEVERAL.get(person % PERSONS_A_BLOCK) ?? 1;

function accountsBefore(person: number): number {
  let count = Math.floor(person / PERSONS_A_BLOCK) * ACCOUNTS_A_BLOCK;
  for (let other = person - (person % PERSONS_A_BLOCK); other < person; other += 1)
    count += accountsOf(other);
  return count;
}

function personsFor(accounts: number): number {
  let persons = Math.floor(accounts / ACCOUNTS_A_BLOCK) * PERSONS_A_BLOCK;
  while (accountsBefore(persons) < accounts) persons += 1;
  return persons;
}

function generate(options: PopulationOptions, index: number, count: number): Debtor {
  const { behaviour, seed } = options;
  const id = `P${index + 1}`;
  const chance = new Chance(seed, id);
  const place = chance.pick(behaviour.places, 'place');
  const zone = place.zones[Math.floor(chance.draw('place', 1) * place.zones.length)] ?? place.zones[0];
  const person = personOf(id, { chance, behaviour, place, zone });
  const accounts = Array.from({ length: count }, (_, account) =>
    accountOf(`${id}-A${account + 1}`, { chance, options, place, zone, account }),
  );
  const script = scriptOf(accounts, { chance, behaviour, zone, start: options.start, days: options.days });
  return { person, accounts, script };
}

interface Who {
  readonly chance: Chance;
  readonly behaviour: Behaviour;
  readonly place: PlaceMix;
  readonly zone: ZoneId;
}

function personOf(id: string, { chance, behaviour, place, zone }: Who): Person {
  const known = sendChannels.filter((channel, index) =>
    chance.happens(behaviour.reach[channel].known, 'reach', index),
  );
  return {
    id,
    name: id,
    jurisdiction: place.id,
    zones: [zone],
    language: place.language,
    kind: 'consumer',
    addresses: addressesOf(id, known),
    dead: [],
    consent: known,
    optedOut: [],
    facts: [],
    contacts: [],
  };
}

/** Nobody is written to: an address only has to be there. */
function addressesOf(id: string, known: readonly SendChannel[]): Person['addresses'] {
  const addresses: Partial<Record<SendChannel, string>> = {};
  for (const channel of known) addresses[channel] = `${channel}:${id}`;
  return addresses;
}

interface What {
  readonly chance: Chance;
  readonly options: PopulationOptions;
  readonly place: PlaceMix;
  readonly zone: ZoneId;
  readonly account: number;
}

function accountOf(id: string, { chance, options, place, zone, account }: What): DebtorAccount {
  const { behaviour, start } = options;
  const product = chance.pick(behaviour.products, 'product', account);
  const age = chance.pick(behaviour.ages, 'age', account);
  const pastDue = age.from + Math.floor(chance.draw('age', account, 1) * (age.to - age.from + 1));
  const units = chance.lognormal(product.median, product.sigma, 'amount', account);
  const amount = Math.max(1, Math.round(units * place.per_unit));
  const debts: NewDebt[] = [];
  for (let debt = 0; debt < product.instalments; debt += 1)
    debts.push({ id: `D${debt + 1}`, due: start - pastDue + debt * product.every_days, amount });
  const opening: Opening = {
    account: id,
    zone,
    currency: place.currency,
    traits: { jurisdiction: place.id, product: product.id },
    opened: openingAt(start, zone),
    debts,
  };
  return { opening, payer: payerOf(chance, behaviour, age.payers, account) };
}

export const openingAt = (start: Day, zone: ZoneId): Instant => instantAt(start, OPENING_SECOND, zone);

function payerOf(
  chance: Chance,
  behaviour: Behaviour,
  mix: Readonly<Record<string, number>>,
  account: number,
): DebtorAccount['payer'] {
  let left = chance.draw('payer', account);
  let last: string | undefined;
  for (const name in mix) {
    const share = mix[name] ?? 0;
    if (share > 0) last = name;
    left -= share;
    if (left < 0) break;
  }
  return last === undefined ? null : (behaviour.payers[last] ?? null);
}

/** How a debtor of a real book pays, who is so many days late on the first day. */
export function payerFor(
  chance: Chance,
  behaviour: Behaviour,
  pastDue: number,
  account: number,
): DebtorAccount['payer'] {
  const [first] = behaviour.ages;
  const age = behaviour.ages.findLast(({ from }) => from <= pastDue) ?? first;
  return payerOf(chance, behaviour, age.payers, account);
}
