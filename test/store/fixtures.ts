import type { LedgerContext, LedgerDraft } from '../../domain/ledger';
import type { Person } from '../../domain/person';
import { instantFromIso } from '../../domain/time/calendar';
import type { Look } from '../../store/accounts';
import { sha256Hex } from '../../store/store';
import type { ClaimTouch, OpenAccount } from '../../store/types';

export const TENANT = 'acme';
export const AT = instantFromIso('2026-03-02T15:00:00Z');

export const context: LedgerContext = {
  strategyVersion: 'consumo-estandar@3',
  lawVersion: 'co-2026.1',
  workflowId: 'account/acme/a-1',
  runId: 'run-1',
};

export const draft = (type: string, facts: LedgerDraft['facts'] = {}): LedgerDraft => ({
  at: AT,
  type,
  actor: 'recobro',
  facts,
});

export const aPerson = (id: string, more: Partial<Person> = {}): Person => ({
  id,
  name: 'Ana Núñez',
  jurisdiction: 'CO',
  zones: ['America/Bogota'],
  language: 'es',
  kind: 'consumer',
  addresses: { email: 'ana@example.com', sms: '+573001234567' },
  dead: [],
  consent: ['email', 'sms'],
  optedOut: [],
  facts: [],
  contacts: [],
  ...more,
});

export const anAccount = (accountId: string, personId: string): OpenAccount => ({
  tenant: TENANT,
  accountId,
  person: aPerson(personId),
  record: {
    currency: 'COP',
    strategy: { id: 'consumo-estandar', version: 3, hash: 'f'.repeat(64) },
    jurisdiction: 'CO',
  },
  openedAt: AT,
  context,
  entries: [draft('opened', { debts: 1 })],
});

/** A claim of one email as it follows from a look. */
export function aClaim(
  { account, person }: Look,
  attemptId: string,
  more: Partial<ClaimTouch> = {},
): ClaimTouch {
  const { tenant, accountId, personId } = account;
  const body = `Hola, le escribimos por su cuenta ${accountId} (${attemptId})`;
  return {
    ref: { tenant, accountId },
    personId,
    expect: { factSeq: account.factSeq, person, ledger: account.ledger },
    attempt: {
      attemptId,
      step: 'vencido',
      anchor: 'd-1',
      channel: 'email',
      at: AT,
      template: 'vencido',
      language: 'es',
      bodyHash: sha256Hex(body),
      batchId: `batch-${attemptId}`,
    },
    contact: { at: AT, channel: 'email', outcome: 'unanswered', account: accountId, attempt: attemptId },
    body,
    drafts: [draft('touch_claimed', { attempt: attemptId })],
    context,
    ...more,
  };
}
