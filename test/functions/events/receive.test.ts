import type { CaseFact } from '../../../domain/case/facts';
import type { Strategy } from '../../../domain/strategy';
import { dayFromIso } from '../../../domain/time/calendar';
import { createEventReceiver } from '../../../functions/events/receive';
import type { NewCase } from '../../../functions/intake';
import { TRIES } from '../../../functions/provider-events/consume';
import type { WorkItem } from '../../../store/types';
import { StoreError } from '../../../store/errors';
import type { Answer } from '../../../workflows/messages';
import { AT } from '../../store/fixtures';
import { watch } from '../watch';

const account = {
  id: 'A-2',
  currency: 'COP',
  person: {
    ...{
      id: 'P-1',
      name: 'Ana',
      jurisdiction: 'CO',
      zone: 'America/Bogota',
      language: 'es',
      kind: 'consumer',
    },
    ...{ addresses: { email: 'ana@example.com' }, consent: ['email'], taxId: '900.123.456' },
  },
  debts: [{ id: 'D-1', due: '2026-04-01', amount: 100 }],
};

/** Account A-1 is known, A-2 is not. */
function lab(answer: Answer = { accepted: true }) {
  const opened: NewCase[] = [];
  const told: [string, CaseFact][] = [];
  const parked: WorkItem[] = [];
  const isKnown = (accountId: string) => accountId === 'A-1';
  const receive = createEventReceiver({
    store: {
      // Only whether it is there is asked.
      getAccount: async ({ accountId }) => (isKnown(accountId) ? ({ accountId } as never) : undefined),
      readSnapshot: async () => undefined,
      putWorkItem: async (item) => (parked.push(item), { created: true }),
    },
    intake: {
      openQuietly: async (newCase) => void opened.push(newCase),
      acceptFact: async ({ accountId }, eventId, fact) => {
        if (!isKnown(accountId)) throw new StoreError('store.notFound', 'no', { item: accountId });
        told.push([eventId, fact]);
      },
      request: async (_account, requestId, fact) => (told.push([requestId, fact]), answer),
    },
    strategyOf: () => ({ id: 'consumo', version: 1 }) as Strategy, // nothing else of it is read here
    report: watch().report,
    now: () => AT,
  });
  const send = (name: string, data: unknown, tries = 1, source = 'loans.acme') =>
    receive(
      JSON.stringify({
        ...{ version: '0', 'detail-type': 'x', source },
        detail: { specversion: '1.0', id: 'e-1', source: '/core', type: `io.recobro.loan.${name}.v1`, data },
      }),
      tries,
    );
  return { opened, told, parked, send };
}

test.each<{ name: string; data: object; fact: object }>([
  {
    name: 'instalment_due',
    data: { account: 'A-1', debt: { id: 'D-2', due: '2026-04-01', amount: 5 } },
    fact: { kind: 'debt', id: 'D-2', due: dayFromIso('2026-04-01'), amount: 5 },
  },
  {
    name: 'instalment_overdue',
    data: { account: 'A-1', debt: { id: 'D-2', due: '2026-02-01', amount: 5 } },
    fact: { kind: 'debt', id: 'D-2' },
  },
  {
    name: 'repaid',
    data: { account: 'A-1', payment: 'p', amount: 5, debt: 'D-1', on: '2026-03-01' },
    fact: { kind: 'payment', id: 'p', amount: 5, debt: 'D-1', on: dayFromIso('2026-03-01') },
  },
  {
    name: 'reversed',
    data: { account: 'A-1', reversal: 'r', payment: 'p' },
    fact: { kind: 'reversal', id: 'r', of: 'p' },
  },
  {
    name: 'restructured',
    data: { account: 'A-1', plan: 'pl', instalments: [{ due: '2026-05-01', amount: 5 }] },
    fact: { kind: 'plan', id: 'pl', instalments: [{ due: dayFromIso('2026-05-01'), amount: 5 }] },
  },
  { name: 'written_off', data: { account: 'A-1' }, fact: { kind: 'write_off' } },
])('loan.$name is told to the case under the event’s own id', async ({ name, data, fact }) => {
  const { told, send, parked } = lab();
  await send(name, data);
  expect(told).toEqual([['/core/e-1', expect.objectContaining({ ...fact, at: AT })]]);
  expect(parked).toEqual([]);
});

test('loan.disbursed opens the account', async () => {
  const { opened, send } = lab();
  await send('disbursed', account);
  expect(opened).toMatchObject([
    { tenant: 'acme', taxId: '900.123.456', opening: { account: 'A-2', opened: AT, debts: [{ id: 'D-1' }] } },
  ]);
});

test('loan.disbursed of a known account brings what is new of it', async () => {
  const { told, send } = lab();
  await send('disbursed', { ...account, id: 'A-1' });
  expect(told).toMatchObject([['/core/e-1/D-1', { kind: 'debt', id: 'D-1' }]]);
});

test.each([
  {
    rule: 'data that is not as agreed',
    name: 'repaid',
    data: { account: 'A-1', amount: -5 },
    kind: 'bad_data',
  },
  {
    rule: 'a date that does not exist',
    name: 'repaid',
    data: { account: 'A-1', payment: 'p', amount: 5, on: '2026-02-30' },
    kind: 'bad_data',
  },
  { rule: 'a type that nobody knows', name: 'sold', data: {}, kind: 'unknown_type' },
])('$rule is put before a person', async ({ name, data, kind }) => {
  const { told, parked, send } = lab();
  await send(name, data);
  expect(told).toEqual([]);
  expect(parked).toMatchObject([{ tenant: 'acme', queue: 'operaciones', kind }]);
});

test('what the case refuses is put before a person', async () => {
  const { parked, send } = lab({ accepted: false, reason: 'plan_open' });
  await send('restructured', { account: 'A-1', plan: 'pl', instalments: [{ due: '2026-05-01', amount: 5 }] });
  expect(parked).toMatchObject([{ kind: 'refused', details: { reason: 'refused plan_open' } }]);
});

test.each(['repaid', 'written_off'])(
  'loan.%s of an unknown account is tried again, then a person sees it',
  async (name) => {
    const { parked, send } = lab();
    const data = name === 'repaid' ? { account: 'A-2', payment: 'p', amount: 5 } : { account: 'A-2' };
    await expect(send(name, data, TRIES - 1)).rejects.toMatchObject({ code: 'store.notFound' });
    await send(name, data, TRIES);
    expect(parked).toMatchObject([{ kind: 'unknown_account' }]);
  },
);

test('the tenant is whom the bus lets write the source, not what the event says', async () => {
  await expect(lab().send('repaid', {}, 1, 'somebody')).rejects.toThrow();
});
