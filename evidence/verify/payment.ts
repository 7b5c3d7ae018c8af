import type { CaseFact } from '../../domain/case/facts';
import type { Opening } from '../../domain/case/open';
import { canonicalJson } from '../../domain/ledger';
import type { AccountContent, PackContent } from '../pack/content';
import { inputOf } from '../replay/recorded';
import { claimsIn, isErased, subjects } from './contacts';
import type { CheckResult } from './findings';
import { Check, entryPlace, eventPlace, textFact } from './findings';
import { factsIn } from './requests';

/**
 * No contact after payment, twice over: in the order of the ledger nothing is sent between closing and reopening; and with
 * the facts that had been accepted when a contact was claimed, something was still owed. The second rests on the
 * number of accepted facts in the claim, which the store wrote under the condition that it was the newest. Facts have
 * numbers without gaps and are what the workflows were told, so that no payment can be left out or changed.
 */
export function checkPayment(content: PackContent): CheckResult {
  const check = new Check('payment');
  for (const account of subjects(content)) {
    checkOrder(check, account);
    if (isErased(account)) continue;
    checkFacts(check, account);
    checkBalance(check, account);
  }
  return check.result;
}

function checkOrder(check: Check, { note, ledger }: AccountContent): void {
  let outcome = 'open';
  for (const { type, facts, seq } of ledger) {
    if (type === 'outcome_changed') outcome = textFact(facts['outcome']);
    if (type !== 'touch_claimed' && type !== 'touch_sent') continue;
    const message = `contacto con la cuenta ya cerrada (${outcome})`;
    check.that(outcome === 'open', entryPlace(note.accountId, seq), message);
  }
}

function checkFacts(check: Check, { note, ledger, facts, runs }: AccountContent): void {
  const place = (seq: number): string => `cuenta ${note.accountId}, hecho ${seq}`;
  for (const [index, { seq }] of facts.entries())
    check.that(seq === index + 1, place(index + 1), 'falta un hecho o está fuera de orden');
  for (const { entry, facts: claim } of claimsIn(ledger)) {
    const isKnown = (claim.factSeq ?? 0) <= facts.length;
    check.that(isKnown, entryPlace(note.accountId, entry.seq), 'faltan hechos que este contacto conocía');
  }
  for (const { runId, eventId, fact } of factsIn(runs)) {
    const { seq, eventId: id, fact: kept } = facts[fact.seq - 1] ?? { seq: 0 };
    const isSame = canonicalJson({ seq, eventId: id, fact: kept }) === canonicalJson(fact);
    const event = eventPlace(note.workflowId, runId, eventId);
    check.that(isSame, place(fact.seq), `no es el hecho que recibió el flujo (${event})`);
  }
}

function checkBalance(check: Check, account: AccountContent): void {
  const { note, ledger, facts } = account;
  const opening = openingOf(account);
  if (!opening) return;
  // Facts were accepted in the shape of the domain.
  const accepted = facts.map(({ seq, fact }) => ({ seq, fact: fact as CaseFact }));
  for (const { entry, facts: claim } of claimsIn(ledger)) {
    const { factSeq } = claim;
    if (factSeq === undefined) continue;
    const known = accepted.filter(({ seq }) => seq <= factSeq).map(({ fact }) => fact);
    const owed = owedAfter(opening, known);
    check.that(owed > 0, entryPlace(note.accountId, entry.seq), 'contacto cuando ya no se debía nada');
  }
}

/**
 * The most that may still be owed, in minor units: all debts, or the instalments of a plan where they are more, minus all
 * payments that stand. Whether any of it is due is for the rules to say, whose replay is another check.
 */
export function owedAfter({ debts }: Pick<Opening, 'debts'>, facts: readonly CaseFact[]): number {
  const amounts = new Map(debts.map(({ id, amount }) => [id, amount]));
  let planned = 0;
  for (const fact of facts) {
    if (fact.kind === 'debt' && !amounts.has(fact.id)) amounts.set(fact.id, fact.amount);
    if (fact.kind === 'adjust') amounts.set(fact.debt, fact.amount);
    if (fact.kind === 'plan') planned = Math.max(planned, sum(fact.instalments.map(({ amount }) => amount)));
  }
  return Math.max(sum([...amounts.values()]), planned) - paidBy(facts);
}

/** A repeated payment counts once; a reversal undoes it, unless the reversal was taken back. */
function paidBy(facts: readonly CaseFact[]): number {
  const payments = new Map<string, number>();
  const reversals = new Map<string, string>();
  const reinstated = new Set<string>();
  for (const fact of facts) {
    if (fact.kind === 'payment') payments.set(fact.id, fact.amount);
    if (fact.kind === 'reversal') reversals.set(fact.id, fact.of);
    if (fact.kind === 'reinstate') reinstated.add(fact.of);
  }
  const undone = new Set([...reversals].filter(([id]) => !reinstated.has(id)).map(([, of]) => of));
  return sum([...payments].filter(([id]) => !undone.has(id)).map(([, amount]) => amount));
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/** How the account entered collection, as its first run has it. */
export function openingOf({ runs: [first] }: Pick<AccountContent, 'runs'>): Opening | undefined {
  const input = first && inputOf(first.history);
  if (typeof input !== 'object' || input === null || !('from' in input)) return undefined;
  const { from } = input;
  if (typeof from !== 'object' || from === null || !('opening' in from)) return undefined;
  // The first run of a case starts from a `NewAccount`.
  return from.opening as Opening;
}
