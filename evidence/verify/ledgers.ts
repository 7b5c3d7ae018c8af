import { sha256Hex } from '../../store/store';
import type { AccountContent, PackContent } from '../pack/content';
import { auditLedger } from '../seal/audit';
import { rootFrom } from '../seal/merkle';
import { isSealSigned } from '../seal/seal';
import type { CheckResult } from './findings';
import { Check, entryPlace } from './findings';

const faultWords = {
  gap: 'falta un asiento o está fuera de orden',
  broken_link: 'no continúa al asiento anterior',
  wrong_hash: 'el asiento no corresponde a su huella',
  other_head: 'el libro no termina donde dice la cuenta',
  cut_off: 'falta un asiento que estaba sellado',
  forked: 'otro asiento ocupa el lugar de uno sellado',
} as const;

/** Every ledger is one whole chain that ends where its account says. */
export function checkChains({ accounts }: PackContent): CheckResult {
  const check = new Check('chain');
  for (const { note, ledger } of accounts) {
    const against = { head: note.ledger, sealed: new Map() };
    const faults = new Map(
      auditLedger(note.accountId, ledger, against, sha256Hex).map(({ seq, fault }) => [seq, fault]),
    );
    check.that(ledger.length > 0, entryPlace(note.accountId, 0), 'el libro está vacío');
    for (const { seq } of ledger) {
      const fault = faults.get(seq);
      check.that(fault === undefined, entryPlace(note.accountId, seq), fault ? faultWords[fault] : '');
      faults.delete(seq);
    }
    for (const [seq, fault] of faults) check.that(false, entryPlace(note.accountId, seq), faultWords[fault]);
  }
  return check.result;
}

/** Every seal is signed, leads from the account's head to its root, and agrees with the ledger. */
export function checkSeals({ accounts }: PackContent, tenant: string): CheckResult {
  const check = new Check('seals');
  for (const account of accounts) for (const one of account.seals) checkSeal(check, account, one, tenant);
  return check.result;
}

function checkSeal(
  check: Check,
  { note: { accountId }, ledger }: AccountContent,
  { seal, head, proof }: AccountContent['seals'][number],
  tenant: string,
): void {
  const place = `cuenta ${accountId}, sello del ${seal.body.day}`;
  check.that(isSealSigned(seal), place, 'la firma del sello no vale');
  check.that(seal.body.tenant === tenant, place, 'el sello es de otro acreedor');
  const isProved = head.account === accountId && rootFrom(head, proof, sha256Hex) === seal.body.root;
  check.that(isProved, place, 'el libro no está bajo la raíz del sello');
  const isThere = head.seq === 0 || ledger[head.seq - 1]?.hash === head.hash;
  check.that(isThere, entryPlace(accountId, head.seq), `no es el asiento que selló el ${seal.body.day}`);
}
