import { dataEntries } from '../../../domain/erasure';
import type { LedgerEntry } from '../../../domain/ledger';
import { eventsOf } from '../../../local/scenario/ledger-events';

const entry = (seq: number, type: string): LedgerEntry => ({
  ...{ seq, type, at: '2026-03-10T15:00:00Z', actor: 'o-1', strategyVersion: '', lawVersion: '' },
  ...{ workflowId: '', runId: '', prevHash: '', hash: '', facts: { on: '2026-03-10', stage: 'judicial' } },
});

test('what is decided about the data, or beside the case, is no event of the case', () => {
  const beside = [...dataEntries, 'settlement_approved', 'touch_claimed'];
  const entries = [...beside, 'stage_changed'].map((type, index) => entry(index + 1, type));
  expect(eventsOf(entries, 'America/Bogota').map(({ type }) => type)).toEqual(['stage_changed']);
});
