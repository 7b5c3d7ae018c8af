import type { MinorUnits } from '../money';
import type { Day } from '../time/calendar';
import type { BookedFact, Instalment } from './facts';

/** Something that is owed at a date: a debt, or an instalment of a plan. */
export interface Claim {
  readonly id: string;
  readonly due: Day;
  /** Date of the invoice, where it is known. */
  readonly issued?: Day | undefined;
  readonly amount: MinorUnits;
  readonly paid: MinorUnits;
  readonly disputed: boolean;
  /** Id of the write-off in force; `amount` is then what had been paid, and `lost` the rest. */
  readonly writeOff?: string | undefined;
  readonly lost?: MinorUnits | undefined;
}

export interface PlanBooks {
  readonly id: string;
  readonly instalments: readonly Claim[];
}

/** What is owed and what has been paid, as the facts received so far say. */
export interface Books {
  /** Every debt, in order of receipt. */
  readonly debts: readonly Claim[];
  /** The plan in force, whose instalments stand in for `replaced` debts. */
  readonly plan: PlanBooks | null;
  readonly replaced: ReadonlySet<string>;
  /** Paid but not owed yet: goes to the next debt that has room. */
  readonly credit: MinorUnits;
  /** Claims that the cadence may run on: unpaid, undisputed, not replaced by a plan; oldest due first. */
  readonly open: readonly Claim[];
}

interface Account {
  id: string;
  due: Day;
  issued: Day | undefined;
  amount: MinorUnits;
  paid: MinorUnits;
  disputed: boolean;
  writeOff: string | undefined;
  lost: MinorUnits | undefined;
}

interface OpenPlan {
  id: string;
  instalments: readonly Instalment[];
  received: MinorUnits;
  replaced: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** The last books made, oldest first: a case asks for the same ones again and again. */
const known: { readonly facts: readonly BookedFact[]; readonly books: Books }[] = [];
const KNOWN = 4;

/** The books after all facts (READINGS 5). Reversed payments count as if they had never been. */
export function keepBooks(facts: readonly BookedFact[]): Books {
  for (let index = known.length - 1; index >= 0; index -= 1) {
    const kept = known[index];
    if (kept?.facts === facts) return kept.books;
  }
  const books = replay(facts, () => true);
  if (known.length >= KNOWN) known.shift();
  known.push({ facts, books });
  return books;
}

/** The books from only those facts that `counts` lets in; a reversal outside the selection still undoes its payment. */
export function replay(facts: readonly BookedFact[], counts: (fact: BookedFact) => boolean): Books {
  const reversed = reversedPayments(facts);
  const bookkeeper = new Bookkeeper();
  for (const fact of facts) {
    if (counts(fact) && !(fact.kind === 'payment' && reversed.has(fact.id))) bookkeeper.book(fact);
  }
  return bookkeeper.books();
}

/** Payments that a reversal has undone which was not itself taken back, in whatever order the three came. */
export function reversedPayments(facts: readonly BookedFact[]): ReadonlySet<string> {
  if (!facts.some(({ kind }) => kind === 'reversal')) return NONE;
  const takenBack = new Set<string>();
  for (const fact of facts) if (fact.kind === 'reinstate') takenBack.add(fact.of);
  const reversed = new Set<string>();
  for (const fact of facts) if (fact.kind === 'reversal' && !takenBack.has(fact.id)) reversed.add(fact.of);
  return reversed;
}

/** What remains to be paid of a claim. */
export const remaining = (claim: Claim): MinorUnits => claim.amount - claim.paid;

/** Mutable only while one replay runs. */
class Bookkeeper {
  private readonly debts: Account[] = [];
  private readonly disputes = new Map<string, string>();
  private credit: MinorUnits = 0;
  private plan: OpenPlan | null = null;

  book(fact: BookedFact): void {
    switch (fact.kind) {
      case 'debt':
        return this.owe(fact);
      case 'adjust':
        return this.adjust(this.find(fact.debt), fact.amount);
      case 'payment':
        return this.receive(fact.amount, this.find(fact.debt));
      case 'dispute':
        return this.dispute(fact.id, this.find(fact.debt));
      case 'resolve':
        return this.resolve(
          this.find(this.disputes.get(fact.id)),
          fact.as === 'accepted' ? (fact.amount ?? 0) : null,
        );
      case 'plan':
        return this.open(fact.id, fact.instalments);
      case 'plan_broken':
        this.plan = null;
        return;
      case 'end_plan':
        if (this.plan?.id === fact.plan) this.plan = null;
        return;
      case 'write_off_debt':
        return this.writeOff(fact.id, this.find(fact.debt));
      case 'undo_write_off':
        return this.undoWriteOff(
          this.debts.find(({ writeOff }) => writeOff !== undefined && writeOff === fact.of),
        );
      case 'reversal':
      case 'reinstate':
        return;
    }
  }

  books(): Books {
    const { debts } = this;
    const plan = this.plan && { id: this.plan.id, instalments: instalmentClaims(this.plan) };
    const replaced = this.plan?.replaced ?? NONE;
    const live = debts.filter((debt) => !debt.disputed && !replaced.has(debt.id));
    const open = [...live, ...(plan?.instalments ?? [])].filter((claim) => remaining(claim) > 0);
    return { debts, plan, replaced, credit: this.credit, open: byDue(open) };
  }

  private owe({ id, due, issued, amount }: BookedFact & { kind: 'debt' }): void {
    const fresh = { paid: 0, disputed: false, writeOff: undefined, lost: undefined };
    this.debts.push({ id, due, issued, amount, ...fresh });
    this.spendCredit();
  }

  private find(id: string | undefined): Account | undefined {
    return id === undefined ? undefined : this.debts.find((debt) => debt.id === id);
  }

  /** Undisputed debts with room, oldest due first; of the same due date in order of receipt. */
  private oldestFirst(): Account[] {
    return byDue(this.debts.filter((debt) => !debt.disputed && debt.paid < debt.amount));
  }

  private receive(amount: MinorUnits, named: Account | undefined): void {
    const order = named
      ? [named, ...this.oldestFirst().filter((debt) => debt !== named)]
      : this.oldestFirst();
    this.credit += spend(amount, order);
    if (!this.plan) return;
    this.plan.received += amount;
    if (this.plan.received >= total(this.plan.instalments)) this.settle(this.plan);
  }

  private spendCredit(): void {
    if (this.credit === 0) return;
    this.credit = spend(this.credit, this.oldestFirst());
  }

  private adjust(debt: Account | undefined, amount: MinorUnits): void {
    if (!debt) return;
    debt.amount = amount;
    this.credit += Math.max(0, debt.paid - amount);
    debt.paid = Math.min(debt.paid, amount);
    if (debt.writeOff !== undefined) lose(debt);
    this.spendCredit();
  }

  private writeOff(id: string, debt: Account | undefined): void {
    if (!debt || debt.writeOff !== undefined) return;
    debt.writeOff = id;
    lose(debt);
  }

  private undoWriteOff(debt: Account | undefined): void {
    if (!debt) return;
    debt.amount += debt.lost ?? 0;
    debt.writeOff = debt.lost = undefined;
    this.spendCredit();
  }

  private dispute(id: string, debt: Account | undefined): void {
    if (!debt) return;
    debt.disputed = true;
    this.disputes.set(id, debt.id);
  }

  private resolve(debt: Account | undefined, newTotal: MinorUnits | null): void {
    if (!debt) return;
    debt.disputed = false;
    if (newTotal === null) this.spendCredit();
    else this.adjust(debt, newTotal);
  }

  private open(id: string, instalments: readonly Instalment[]): void {
    const replaced = new Set(this.oldestFirst().map((debt) => debt.id));
    this.plan = { id, instalments, received: 0, replaced };
  }

  /** A kept plan settles the debts it replaced, whatever is left of them. */
  private settle({ replaced }: OpenPlan): void {
    this.plan = null;
    for (const debt of this.debts) if (replaced.has(debt.id)) debt.amount = debt.paid;
  }
}

/** Sorts in place; most lists are in order already. */
function byDue<T extends { readonly due: Day }>(list: T[]): T[] {
  const isSorted = list.every(({ due }, index) => due >= (list[index - 1]?.due ?? -Infinity));
  return isSorted ? list : list.sort((a, b) => a.due - b.due);
}

/** What is left of the debt is no longer asked for. */
function lose(debt: Account): void {
  debt.lost = debt.amount - debt.paid;
  debt.amount = debt.paid;
}

/** Fills the debts in order and returns what is left over. */
function spend(amount: MinorUnits, debts: readonly Account[]): MinorUnits {
  let left = amount;
  for (const debt of debts) {
    const part = Math.min(left, Math.max(0, debt.amount - debt.paid));
    debt.paid += part;
    left -= part;
  }
  return left;
}

const total = (instalments: readonly Instalment[]): MinorUnits =>
  instalments.reduce((sum, instalment) => sum + instalment.amount, 0);

/** Instalment `i` (from 1) is the claim `<plan>#<i>`; what has been received fills them in order. */
function instalmentClaims({ id, instalments, received }: OpenPlan): Claim[] {
  let left = received;
  return instalments.map(({ due, amount }, index) => {
    const paid = Math.min(left, amount);
    left -= paid;
    return { id: `${id}#${index + 1}`, due, amount, paid, disputed: false };
  });
}
