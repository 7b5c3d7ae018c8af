import type { CaseFact } from '../domain/case/facts';
import { REPRESENTED } from '../domain/choices';
import type { Day, Instant } from '../domain/time/calendar';
import type { ZoneId } from '../domain/time/zones';
import { instantAt } from '../domain/time/zones';
import type { Behaviour } from './behaviour';
import type { Chance } from './chance';
import type { DebtorAccount, Happening } from './debtor';

/** People pay between seven in the morning and ten at night. */
const FIRST_SECOND = 7 * 3_600;
const WAKING_SECONDS = 15 * 3_600;
/** Days until a dispute is decided. */
const DISPUTE_DAYS = 12;
const DISPUTE_LOST = 0.6;

export interface ScriptOptions {
  readonly chance: Chance;
  readonly behaviour: Behaviour;
  readonly zone: ZoneId;
  readonly start: Day;
  readonly days: number;
}

/** What happens to a debtor whatever the strategy does: payments by themselves, disputes, a lawyer. In order of time. */
export function scriptOf(accounts: readonly DebtorAccount[], options: ScriptOptions): Happening[] {
  const found: Happening[] = [];
  accounts.forEach((account, index) => {
    addSettlements(found, account, index, options);
    addDispute(found, account, index, options);
  });
  addLawyer(found, options);
  return found.sort((a, b) => a.at - b.at);
}

/** A moment of a local date at which people do things. */
export function wakingMoment(chance: Chance, day: Day, zone: ZoneId, first: number, second: number): Instant {
  const secondOfDay = FIRST_SECOND + Math.floor(chance.draw('timeOfDay', first, second) * WAKING_SECONDS);
  return instantAt(day, secondOfDay, zone);
}

/** The debts that the debtor pays without being told, each at its time. */
function addSettlements(
  found: Happening[],
  { opening, payer }: DebtorAccount,
  account: number,
  { chance, zone, start, days }: ScriptOptions,
): void {
  if (!payer) return;
  const end = start + days;
  opening.debts.forEach(({ id, due }, index) => {
    const key = account * 64 + index;
    if (!chance.happens(payer.settles, 'settles', key)) return;
    // The first date is over when cases open: who owes on it pays from the next date on.
    const on = Math.max(due, start + 1) + chance.days(payer.settle_days, 'settleDelay', key);
    if (on >= end) return;
    found.push({
      kind: 'settle',
      at: wakingMoment(chance, on, zone, key, 1),
      account,
      id: `${opening.account}-${id}`,
      debt: id,
    });
  });
}

function addDispute(
  found: Happening[],
  { opening, payer }: DebtorAccount,
  account: number,
  { chance, behaviour, zone, start, days }: ScriptOptions,
): void {
  const [debt] = opening.debts;
  if (!payer || !debt || !chance.happens(behaviour.rare.dispute, 'disputes', account)) return;
  const on = start + 1 + Math.floor(chance.draw('disputes', account, 1) * days);
  const id = `${opening.account}-dispute`;
  const made = wakingMoment(chance, on, zone, account, 2);
  const decided = wakingMoment(chance, on + DISPUTE_DAYS, zone, account, 3);
  const isLost = chance.happens(DISPUTE_LOST, 'disputes', account, 2);
  const verdict: CaseFact = isLost
    ? { kind: 'resolve', at: decided, id, as: 'rejected', freeze: true }
    : { kind: 'resolve', at: decided, id, as: 'accepted', amount: 0 };
  found.push(
    { kind: 'fact', at: made, account, fact: { kind: 'dispute', at: made, id, debt: debt.id } },
    { kind: 'fact', at: decided, account, fact: verdict },
  );
}

function addLawyer(found: Happening[], { chance, behaviour, zone, start, days }: ScriptOptions): void {
  if (!chance.happens(behaviour.rare.represented, 'stops')) return;
  const on = start + 1 + Math.floor(chance.draw('stops', 1) * days);
  const change = { kind: 'stop', fact: REPRESENTED } as const;
  found.push({ kind: 'change', at: wakingMoment(chance, on, zone, 0, 4), change });
}
