import { ledgerDraft } from '../../../domain/case/entries';
import type { Rejection } from '../../../domain/case/events';
import type { LedgerEntry } from '../../../domain/ledger';
import type { Role } from '../../../functions/api/roles';
import { AT } from '../../store/fixtures';
import { apiLab } from './lab';

const PATH = '/v1/accounts/A-1/settlements';
const body = { id: 's-2', amount: 80_000, due: '2026-04-01', approves: 's-1' };

type Refusal = readonly [event: string, reason: Rejection, by: string];

/** The API over an account whose case has refused these requests, in this order; it takes what comes next. */
function lab(refusals: readonly Refusal[], answered: object = { accepted: true }) {
  // As the core writes them, so that a member that it renames fails here.
  const ledger = refusals.map(([event, reason, by], index) => ({
    ...ledgerDraft({ type: 'request_refused', event, reason, by, at: AT, on: 0 }),
    seq: index + 1,
  }));
  const written: object[] = [];
  const parts = {
    getAccount: async () => ({ accountId: 'A-1', ledger: { seq: ledger.length } }),
    lastEntryBefore: async ({ seq }: Pick<LedgerEntry, 'seq'>) => ledger.findLast((entry) => entry.seq < seq),
    appendEntries: async (append: object) => void written.push(append),
  };
  return { ...apiLab(parts, answered), written };
}

const asks = (role: Role) => ({ role, key: 'k', body });

test('a settlement that approves somebody else’s has both names in the ledger, once it is made', async () => {
  const { call, asked, written } = lab([
    ['s-1', 'needs_approval', 'agent-7'],
    ['p-1', 'past_date', 'agent-8'],
  ]);
  expect(await call('POST', PATH, asks('supervisor'))).toMatchObject({ status: 200 });
  expect(JSON.stringify(asked)).toContain('"approvedBy":"me"');
  const facts = { settlement: 's-2', request: 's-1', askedBy: 'agent-7', approvedBy: 'me' };
  expect(written).toMatchObject([
    {
      ref: { tenant: 'acme', accountId: 'A-1' },
      batchId: 'settlement/s-2/approved',
      drafts: [{ type: 'settlement_approved', actor: 'me', at: AT, facts }],
    },
  ]);
});

test.each<{ rule: string; refusals: Refusal[]; role: Role; status: number }>([
  { rule: 'nobody has asked', refusals: [], role: 'supervisor', status: 409 },
  {
    rule: 'it was refused for another reason',
    refusals: [['s-1', 'discount_too_high', 'agent-7']],
    role: 'supervisor',
    status: 409,
  },
  {
    rule: 'the same person has asked',
    refusals: [['s-1', 'needs_approval', 'me']],
    role: 'supervisor',
    status: 409,
  },
  {
    rule: 'who asks may not decide',
    refusals: [['s-1', 'needs_approval', 'agent-7']],
    role: 'agent',
    status: 403,
  },
])('nothing is approved, and the case is not asked, where $rule', async ({ refusals, role, status }) => {
  const { call, asked, written } = lab(refusals);
  expect((await call('POST', PATH, asks(role))).status).toBe(status);
  expect([asked, written]).toEqual([[], []]);
});

test('what the case refuses is not written as approved', async () => {
  const refused = { accepted: false, reason: 'discount_too_high' };
  const { call, written } = lab([['s-1', 'needs_approval', 'agent-7']], refused);
  expect(await call('POST', PATH, asks('supervisor'))).toMatchObject({
    ...{ status: 409, body: { reason: 'discount_too_high' } },
  });
  expect(written).toEqual([]);
});
