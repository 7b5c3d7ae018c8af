import type { MinorUnits } from '../money';
import type { Day, Instant } from '../time/calendar';
import type { Books, Claim } from './books';
import type { BookedFact, Instalment, OfferMade } from './facts';
import type { OpenOffer } from './offer-books';
import { endOffers, offerFor, openOffer, savingOf } from './offer-books';

interface Account {
  id: string;
  due: Day;
  issued: Day | undefined;
  amount: MinorUnits;
  paid: MinorUnits;
  disputed: boolean;
  writeOff: string | undefined;
  lost: MinorUnits | undefined;
  waived: MinorUnits | undefined;
  interest: MinorUnits | undefined;
  fees: MinorUnits | undefined;
}

interface OpenPlan {
  id: string;
  instalments: readonly Instalment[];
  received: MinorUnits;
  replaced: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

/** Plays facts in order of receipt. Mutable only while one replay runs. */
export class Bookkeeper {
  private readonly debts: Account[] = [];
  private readonly disputes = new Map<string, string>();
  private credit: MinorUnits = 0;
  private plan: OpenPlan | null = null;
  private readonly offers: OpenOffer[] = [];

  book(fact: BookedFact): void {
    switch (fact.kind) {
      case 'debt':
        return this.owe(fact);
      case 'adjust':
        return this.adjust(this.find(fact.debt), fact.amount);
      case 'payment':
        return this.receive(fact, this.find(fact.debt));
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
      case 'offer':
        return this.offer(fact);
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
    const { debts, offers } = this;
    const plan = this.plan && { id: this.plan.id, instalments: instalmentClaims(this.plan) };
    const replaced = this.plan?.replaced ?? NONE;
    const live = debts.filter((debt) => !debt.disputed && !replaced.has(debt.id));
    const open = [...live, ...(plan?.instalments ?? [])].filter(({ amount, paid }) => amount > paid);
    return { debts, plan, replaced, credit: this.credit, open: byDue(open), offers };
  }

  private owe({ id, due, issued, amount, interest, fees }: BookedFact & { kind: 'debt' }): void {
    const fresh = { paid: 0, disputed: false, writeOff: undefined, lost: undefined, waived: undefined };
    this.debts.push({ id, due, issued, amount, interest, fees, ...fresh });
    this.spendCredit();
  }

  private find(id: string | undefined): Account | undefined {
    return id === undefined ? undefined : this.debts.find((debt) => debt.id === id);
  }

  /** Undisputed debts with room, oldest due first; of the same due date in order of receipt. */
  private oldestFirst(): Account[] {
    return byDue(this.debts.filter((debt) => !debt.disputed && debt.paid < debt.amount));
  }

  private receive(
    { at, amount }: { readonly at: Instant; readonly amount: MinorUnits },
    named: Account | undefined,
  ): void {
    const order = named
      ? [named, ...this.oldestFirst().filter((debt) => debt !== named)]
      : this.oldestFirst();
    let left = amount;
    for (const debt of order) left -= this.pay(debt, left, at);
    this.credit += left;
    if (!this.plan) return;
    this.plan.received += amount;
    if (this.plan.received >= total(this.plan.instalments)) this.settle(this.plan);
  }

  /** Pays a debt as far as it goes, and what it earns; no more than an offer on the debt asks for. */
  private pay(debt: Account, most: MinorUnits, at: Instant): MinorUnits {
    const offer = offerFor(this.offers, debt.id, at);
    const asked = offer ? offer.amount - offer.received : Infinity;
    const part = Math.min(most, asked, Math.max(0, debt.amount - debt.paid));
    debt.paid += part;
    if (!offer) return part;
    offer.received += part;
    if (offer.received >= offer.amount) this.grant(offer);
    return part;
  }

  private offer(fact: OfferMade): void {
    endOffers(this.offers, fact.debts, 'replaced');
    this.offers.push(openOffer(fact));
  }

  /** Takes the saving, and never more than it, off what is left of the offer's debts. */
  private grant(offer: OpenOffer): void {
    offer.is = 'earned';
    let left = savingOf(offer);
    const debts = this.debts.filter(({ id }) => offer.debts.includes(id)).sort((a, b) => a.due - b.due);
    for (const debt of debts) {
      const part = Math.min(left, Math.max(0, debt.amount - debt.paid));
      left -= part;
      debt.amount -= part;
      if (part > 0) debt.waived = (debt.waived ?? 0) + part;
    }
  }

  private spendCredit(): void {
    if (this.credit === 0) return;
    this.credit = spend(this.credit, this.oldestFirst());
  }

  private adjust(debt: Account | undefined, amount: MinorUnits): void {
    if (!debt) return;
    if (debt.amount !== amount) endOffers(this.offers, [debt.id], 'changed');
    reprice(debt, amount);
    this.credit += Math.max(0, debt.paid - amount);
    debt.paid = Math.min(debt.paid, amount);
    if (debt.writeOff !== undefined) lose(debt);
    this.spendCredit();
  }

  private writeOff(id: string, debt: Account | undefined): void {
    if (!debt || debt.writeOff !== undefined) return;
    endOffers(this.offers, [debt.id], 'changed');
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
    endOffers(this.offers, [debt.id], 'changed');
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
    endOffers(this.offers, [...replaced], 'changed');
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

/** A new total. Whoever states it knows nothing of the discount: that stays, as far as the new total is not below what was paid. */
function reprice(debt: Account, total: MinorUnits): void {
  const waived = Math.min(debt.waived ?? 0, Math.max(0, total - debt.paid));
  debt.amount = total - waived;
  debt.waived = waived > 0 ? waived : undefined;
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
