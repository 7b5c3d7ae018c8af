import type { SendChannel } from '../../domain/channel';
import type { Person } from '../../domain/person';
import { dayFromIso } from '../../domain/time/calendar';
import { changesOf, contentOf } from '../../functions/book-changes';
import { personFromBook } from '../../policy/book/to-case';
import type { BookAccount, BookPerson } from '../../policy/book/types';

const AT = 1_780_000_000_000;

const person: BookPerson = {
  id: 'P-1',
  name: 'Ana Ejemplo',
  jurisdiction: 'CO',
  zone: 'America/Bogota',
  language: 'es',
  kind: 'consumer',
  addresses: { email: 'ana@example.test', sms: '+573000000001' },
  consent: ['email', 'sms'],
};
const debt = (id: string, due: string, amount: number) => ({ id, due: dayFromIso(due), amount });
const row: BookAccount = {
  account: 'A-1',
  person,
  currency: 'COP',
  debts: [debt('D1', '2026-03-10', 100_000), debt('D2', '2026-04-10', 100_000)],
  row: 2,
};
const withPerson = (more: Partial<BookPerson>): BookAccount => ({ ...row, person: { ...person, ...more } });
const withDebts = (...debts: BookAccount['debts']): BookAccount => ({ ...row, debts });

function change(now: BookAccount, known: Person = personFromBook(person)) {
  const { facts, person: changes, notApplied } = changesOf(now, contentOf(row), known, AT);
  return { facts: facts.map(({ fact }) => fact), person: changes.map((made) => made.change), notApplied };
}

const nothing = { facts: [], person: [], notApplied: [] };
const [first, second] = row.debts;

test.each([
  { rule: 'the same row says nothing', now: row, is: nothing },
  {
    rule: 'a debt that was not there is new',
    now: withDebts(first!, second!, debt('D3', '2026-05-10', 5)),
    is: { ...nothing, facts: [{ kind: 'debt', at: AT, id: 'D3', due: dayFromIso('2026-05-10'), amount: 5 }] },
  },
  {
    rule: 'another amount is the new total of the debt',
    now: withDebts(first!, debt('D2', '2026-04-10', 80_000)),
    is: { ...nothing, facts: [{ kind: 'adjust', at: AT, debt: 'D2', amount: 80_000 }] },
  },
  {
    rule: 'a debt that is gone stays, and the answer says so',
    now: withDebts(first!),
    is: { ...nothing, notApplied: [{ column: 'debts', reason: expect.stringContaining('D2') }] },
  },
  {
    rule: 'another due date is not taken, and the answer says so',
    now: withDebts(first!, debt('D2', '2026-04-11', 100_000)),
    is: { ...nothing, notApplied: [{ column: 'due', reason: expect.stringContaining('2026-04-10') }] },
  },
  {
    rule: 'other interest and fees of a known debt are not taken, and the answer says so',
    now: withDebts({ ...first!, interest: 10, fees: 5 }, second!),
    is: {
      ...nothing,
      notApplied: ['interest', 'fees'].map((column) => ({ column, reason: expect.stringContaining('D1') })),
    },
  },
  {
    rule: 'a new debt brings its interest and fees',
    now: withDebts(first!, second!, { ...debt('D3', '2026-05-10', 5), interest: 2, fees: 1 }),
    is: {
      ...nothing,
      facts: [
        { kind: 'debt', at: AT, id: 'D3', due: dayFromIso('2026-05-10'), amount: 5, interest: 2, fees: 1 },
      ],
    },
  },
  {
    rule: 'another contact point replaces the old one',
    now: withPerson({ addresses: { ...person.addresses, email: 'ana.nueva@example.test' } }),
    is: { ...nothing, person: [{ kind: 'address', channel: 'email', address: 'ana.nueva@example.test' }] },
  },
  {
    rule: 'a contact point that the row had and has no more is taken away',
    now: withPerson({ addresses: { email: 'ana@example.test' } }),
    is: { ...nothing, person: [{ kind: 'address', channel: 'sms', address: null }] },
  },
  {
    rule: 'a consent more is given',
    now: withPerson({ consent: ['email', 'sms', 'letter'] }),
    is: { ...nothing, person: [{ kind: 'consent', channel: 'letter' }] },
  },
  {
    rule: 'a consent less closes the channel',
    now: withPerson({ consent: ['email'] }),
    is: { ...nothing, person: [{ kind: 'opt_out', channel: 'sms' }] },
  },
  {
    rule: 'another name, currency and strategy are not taken, and the answer says so without the value',
    now: { ...withPerson({ name: 'Ana María' }), currency: 'USD' as const, strategy: 'servicios' },
    is: {
      ...nothing,
      notApplied: ['currency', 'strategy', 'name'].map((column) => ({
        column,
        reason: expect.not.stringContaining('María'),
      })),
    },
  },
])('changesOf(): $rule', ({ now, is }) => {
  expect(change(now)).toEqual(is);
});

const optedOut = (...channels: SendChannel[]): Person => ({ ...personFromBook(person), optedOut: channels });

test('an import never takes an opt-out back', () => {
  const now = withPerson({ consent: ['email', 'sms', 'letter'] });
  expect(change(now, { ...optedOut('letter', 'sms'), consent: ['email'] }).person).toEqual([]);
});

test('what the person changed stays while the creditor says the same', () => {
  const moved = {
    ...personFromBook(person),
    addresses: { email: 'otra@example.test', letter: 'Calle Ejemplo 1' },
  };
  expect(change(withDebts(first!, second!, debt('D3', '2026-05-10', 5)), moved).person).toEqual([]);
});

test('a contact point that came from elsewhere is not taken away by a row that never had it', () => {
  const known = { ...personFromBook(person), addresses: { ...person.addresses, letter: 'Calle Ejemplo 1' } };
  const now = withPerson({ addresses: { ...person.addresses, email: 'ana.nueva@example.test' } });
  expect(change(now, known).person).toHaveLength(1);
});

test('nothing that the store keeps of a row names the person', () => {
  const kept = JSON.stringify(contentOf(row));
  for (const secret of ['Ana', 'example.test', '573000000001', 'P-1']) expect(kept).not.toContain(secret);
});
