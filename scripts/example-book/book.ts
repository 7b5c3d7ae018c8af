import type { SendChannel } from '../../domain/channel';
import { currencyDecimals } from '../../domain/money';
import type { Day } from '../../domain/time/calendar';
import { dayFromIso, isoFromDay } from '../../domain/time/calendar';
import type { Place, StrategyId } from './places';
import { places } from './places';
import type { Random } from './random';

/** First local date of the demo. */
export const START = dayFromIso('2026-03-02');
/** Length of the demo in days. */
export const DAYS = 120;
/** The instant at which every case opens. */
export const OPENED = '2026-03-02T08:00:00-05:00';

export interface ExampleDebt {
  readonly id: string;
  readonly due: Day;
  readonly amount: number;
}

export interface ExamplePerson {
  readonly id: string;
  readonly place: Place;
  readonly zone: string;
  readonly name: string;
  readonly isBusiness: boolean;
  readonly email: string;
  readonly phone: string;
  readonly letter: string;
  readonly addresses: readonly SendChannel[];
  readonly consent: readonly SendChannel[];
}

export interface ExampleAccount {
  readonly id: string;
  readonly person: ExamplePerson;
  readonly strategy: StrategyId;
  readonly debts: readonly ExampleDebt[];
}

/** Of the persons of a book, this many have two accounts and the others one. */
const WITH_TWO_ACCOUNTS = 30;

/** 200 persons, 30 of them with two accounts. */
export function exampleAccounts(random: Random): ExampleAccount[] {
  const persons = places.flatMap((place) =>
    Array.from({ length: place.persons }, (_, index) => personOf(place, index + 1, random)),
  );
  const withTwo = new Set(random.shuffled(persons).slice(0, WITH_TWO_ACCOUNTS));
  const counters = new Map<string, number>();
  return persons.flatMap((person) =>
    (withTwo.has(person) ? [1, 2] : [1]).map((position) => {
      const count = (counters.get(person.place.code) ?? 0) + 1;
      counters.set(person.place.code, count);
      return accountOf(`${person.place.code}-${padded(1000 + count)}`, person, position, random);
    }),
  );
}

function personOf(place: Place, ordinal: number, random: Random): ExamplePerson {
  const isBusiness = random.chance(0.25);
  const [first, last] = [random.pick(place.firstNames), random.pick(place.surnames)];
  const name = isBusiness
    ? `Comercial ${last} ${ordinal} ${place.companySuffix}`
    : `${first} ${last} ${random.pick(place.surnames)}`;
  const addresses = (['email', 'sms', 'whatsapp', 'letter'] as const).filter((channel) =>
    random.chance(ADDRESS_SHARE[channel]),
  );
  const present: readonly SendChannel[] = addresses.length > 0 ? addresses : ['email'];
  return {
    id: `${place.code}-P${padded(ordinal, 3)}`,
    place,
    zone: random.pick(place.zones),
    name,
    isBusiness,
    email: `${plain(isBusiness ? `cobros.${last}` : `${first}.${last}`)}.${place.code.toLowerCase()}${ordinal}@example.test`,
    phone: place.phone(ordinal),
    letter: `${place.street} ${random.int(1, 240)}, ${random.pick(place.cities)}`,
    addresses: present,
    consent: random.chance(0.03) ? [] : present.filter(() => random.chance(0.88)),
  };
}

const ADDRESS_SHARE = { email: 0.9, sms: 0.94, whatsapp: 0.62, letter: 0.72 } as const;

function accountOf(id: string, person: ExamplePerson, position: number, random: Random): ExampleAccount {
  const strategy = strategyOf(person, position, random);
  const first = START + firstDueOffset(random);
  const [low, high] = person.place.amounts[strategy];
  const factor = 10 ** currencyDecimals[person.place.currency] / person.place.step;
  const amount = random.int(Math.ceil(low * factor), Math.floor(high * factor)) * person.place.step;
  const debts = Array.from({ length: debtCount(strategy, first, random) }, (_, index) => ({
    id: `D${index + 1}`,
    due: first + 30 * index,
    // Instalments of a loan are equal; invoices and bills are not.
    amount: strategy === 'consumo' || index === 0 ? amount : varied(amount, person.place.step, random),
  }));
  return { id, person, strategy, debts };
}

function strategyOf({ isBusiness }: ExamplePerson, position: number, random: Random): StrategyId {
  if (isBusiness) return 'facturas-b2b';
  return random.chance(position === 1 ? 0.65 : 0.4) ? 'consumo' : 'servicios';
}

/** Days from the start to the oldest due date: most fall due during the demo, some are late already. */
function firstDueOffset(random: Random): number {
  if (random.chance(0.55)) return random.int(1, 32);
  return random.chance(0.65) ? random.int(-30, 0) : random.int(-70, -31);
}

/** One to four debts, the last of them due while the demo still has days for its cadence. */
function debtCount(strategy: StrategyId, first: Day, random: Random): number {
  const wanted = strategy === 'consumo' ? random.int(1, 4) : random.int(1, 3);
  const room = Math.floor((START + 95 - first) / 30) + 1;
  return Math.max(1, Math.min(wanted, room));
}

function varied(amount: number, step: number, random: Random): number {
  return Math.max(1, Math.round((amount * random.int(60, 140)) / 100 / step)) * step;
}

/** The line of the CSV for one account: see {@link csvHeader}. */
export function csvCells({ id, person, strategy, debts }: ExampleAccount): string[] {
  const address = (channel: SendChannel, text: string): string =>
    person.addresses.includes(channel) ? text : '';
  return [
    id,
    person.id,
    person.name,
    `FICT-${person.id}`,
    person.place.jurisdiction,
    person.zone,
    person.place.language,
    person.isBusiness ? 'business' : 'consumer',
    address('email', person.email),
    address('sms', person.phone),
    address('whatsapp', person.phone),
    address('letter', person.letter),
    person.consent.join(' '),
    person.place.currency,
    OPENED,
    strategy,
    debts.map((debt) => debtItem(debt, person.place)).join('|'),
  ];
}

export const csvHeader =
  'account,person,name,tax_id,jurisdiction,zone,language,kind,email,sms,whatsapp,letter,consent,currency,opened,strategy,debts'.split(
    ',',
  );

function debtItem({ id, due, amount }: ExampleDebt, { currency }: Place): string {
  const places = currencyDecimals[currency];
  const digits = String(amount).padStart(places + 1, '0');
  const major = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
  return `${id}@${isoFromDay(due)}=${major}`;
}

const padded = (value: number, length = 4): string => String(value).padStart(length, '0');
const plain = (name: string): string => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
