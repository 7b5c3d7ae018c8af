import type { Day, Instant } from '../../domain/time/calendar';
import { HOUR_MS, isoFromDay } from '../../domain/time/calendar';
import { instantAt, offsetSeconds } from '../../domain/time/zones';
import type { ExampleAccount, ExampleDebt, ExamplePerson } from './book';
import { DAYS, START } from './book';
import type { StrategyId } from './places';
import type { Random } from './random';

/** One line of the scripted world, in the words of the scenario files. */
export interface StoryEvent {
  readonly at: Instant;
  readonly zone: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Last day of the demo, counted from its start, on which the script still lets something happen. */
const LAST = DAYS - 3;

/** How an account ends within the demo. */
export type Ending = 'full' | 'partial' | 'reversed' | 'write_off' | 'withdraw' | 'silent';

/** How many accounts end in each way; the rest is silent. Full = 57 %. */
const QUOTAS: readonly (readonly [Ending, number])[] = [
  ['full', 132],
  ['partial', 34],
  ['reversed', 6],
  ['write_off', 6],
  ['withdraw', 4],
];

/** The handoff of each strategy, as in strategies/: its step, and its day counted from the oldest due date. */
const HANDOFFS: Readonly<Record<StrategyId, { readonly step: string; readonly day: number }>> = {
  consumo: { step: 'demanda', day: 105 },
  'facturas-b2b': { step: 'juicio', day: 135 },
  servicios: { step: 'juicio', day: 151 },
};

/** Says of every account how it ends. */
export function endingsOf(accounts: readonly ExampleAccount[], random: Random): Map<ExampleAccount, Ending> {
  const endings = QUOTAS.flatMap(([ending, count]) => Array.from({ length: count }, () => ending));
  return new Map(random.shuffled(accounts).map((account, index) => [account, endings[index] ?? 'silent']));
}

/** Everything that happens to one account, in no order. */
export function accountStory(account: ExampleAccount, ending: Ending, random: Random): StoryEvent[] {
  const teller = new Teller(account, random);
  if (ending === 'full') teller.payInFull();
  if (ending === 'partial') teller.payPart();
  if (ending === 'reversed') teller.payAndReverse();
  if (ending === 'write_off') teller.close('write_off', random.int(96, LAST));
  if (ending === 'withdraw') teller.close('withdraw', random.int(15, 70));
  if (ending === 'silent') teller.stayAway();
  return teller.events;
}

/** Writes the events of one account; keeps count of ids and of what is owed. */
class Teller {
  readonly events: StoryEvent[] = [];
  private payments = 0;

  constructor(
    private readonly account: ExampleAccount,
    private readonly random: Random,
  ) {}

  payInFull(): void {
    const { account, random } = this;
    const added = random.chance(0.06) ? this.newDebt(random.int(4, 14)) : 0;
    const day = Math.max(this.payday(), added > 0 ? 16 : 1);
    const style = random.int(1, 10);
    if (style <= 4 && account.debts.length > 1 && added === 0) this.payEachDebt();
    else if (style <= 7) this.pay(day, this.owed + added);
    else if (style === 8 && day < 90) this.payReverseAndPayAgain(day, this.owed + added);
    else this.payInParts(day, this.owed + added);
  }

  payPart(): void {
    const { random } = this;
    const day = this.payday();
    const part = this.share(random.int(20, 75));
    this.pay(day, part);
    if (random.chance(0.4))
      this.pay(Math.min(day + random.int(8, 30), LAST), Math.floor((this.owed - part) / 3));
    if (random.chance(0.25)) this.newDebt(random.int(10, 60));
    if (random.chance(0.15)) this.adjust(random.int(5, 40));
  }

  payAndReverse(): void {
    const day = Math.min(this.payday(), 100);
    const id = this.pay(day, this.owed);
    this.reverse(id, day + this.random.int(2, 9));
  }

  close(how: 'write_off' | 'withdraw', day: number): void {
    if (this.random.chance(0.4)) this.pay(Math.max(1, day - 12), this.share(15));
    this.add(day, { [how]: {} });
  }

  /** Nothing is paid; where the account gets far enough, most often the dossier is made and the handoff approved. */
  stayAway(): void {
    const { random, account } = this;
    const handoff = HANDOFFS[account.strategy];
    const day = (account.debts[0]?.due ?? START) - START + handoff.day;
    if (day > LAST - 5 || random.chance(0.2)) return;
    this.add(Math.max(day - random.int(2, 8), 20), { dossier: { complete: true } });
    this.add(Math.max(day, 28) + random.int(1, 4), { approve: { step: handoff.step } });
  }

  private get owed(): number {
    return this.account.debts.reduce((sum, { amount }) => sum + amount, 0);
  }

  /** Whole steps, so that amounts look like amounts that people pay. */
  private share(percent: number): number {
    const { step } = this.account.person.place;
    return Math.max(1, Math.floor((this.owed * percent) / 100 / step)) * step;
  }

  private payEachDebt(): void {
    const lag = this.random.int(-2, 28);
    const isNamed = this.random.chance(0.5);
    for (const debt of this.account.debts) {
      const day = Math.min(
        Math.max(debt.due - START + lag + this.random.int(0, 3), this.random.int(1, 35)),
        LAST,
      );
      this.pay(day, debt.amount, isNamed ? debt : undefined);
    }
  }

  private payInParts(day: number, total: number): void {
    const { step } = this.account.person.place;
    const first = Math.min(
      Math.max(1, Math.floor((total * this.random.int(25, 60)) / 100 / step)) * step,
      total - 1,
    );
    const second = Math.min(day + this.random.int(3, 18), LAST);
    this.pay(Math.min(day, LAST - 1), first);
    this.pay(second, total - first);
  }

  private payReverseAndPayAgain(day: number, total: number): void {
    const id = this.pay(day, total);
    const reversed = day + this.random.int(2, 7);
    this.reverse(id, reversed);
    this.pay(reversed + this.random.int(3, 14), total);
  }

  /** A day on which this account pays, counted from the start: some before the due date, most soon after it. */
  private payday(): number {
    const { random, account } = this;
    const first = (account.debts[0]?.due ?? START) - START;
    const kind = random.int(1, 100);
    const late =
      kind <= 18
        ? random.int(-6, 0)
        : kind <= 58
          ? random.int(1, 30)
          : kind <= 90
            ? random.int(31, 90)
            : random.int(91, 105);
    const day = first + late;
    return day < 1 ? random.int(1, 40) : Math.min(day, random.int(70, LAST - 2));
  }

  private pay(day: number, amount: number, debt?: ExampleDebt): string {
    const { random } = this;
    this.payments += 1;
    const id = `p-${this.account.id}-${this.payments}`;
    const on = random.chance(0.12) && day > 5 ? { on: isoFromDay(START + day - random.int(1, 4)) } : {};
    const body = { payment: { id, amount, ...(debt && { debt: debt.id }), ...on } };
    const at = this.add(day, body);
    if (random.chance(0.07)) this.events.push(this.event(at + random.int(1, 20) * HOUR_MS, body));
    return id;
  }

  private reverse(payment: string, day: number): void {
    this.add(Math.min(day, LAST), { reversal: { id: payment.replace(/^p-/, 'r-'), of: payment } });
  }

  /** A debt that comes up during the demo; gives its amount. */
  private newDebt(day: number): number {
    const amount = this.share(25);
    this.add(day, { debt: { id: 'N1', due: isoFromDay(START + day + 20), amount } });
    return amount;
  }

  private adjust(day: number): void {
    const debt = this.account.debts.at(-1);
    if (debt) this.add(day, { adjust: { debt: debt.id, amount: Math.ceil(debt.amount * 0.9) } });
  }

  private add(day: number, body: Readonly<Record<string, unknown>>): Instant {
    const at = atSome(START + day, this.account.person, this.random);
    this.events.push(this.event(at, body));
    return at;
  }

  private event(at: Instant, body: Readonly<Record<string, unknown>>): StoryEvent {
    return { at, zone: this.account.person.zone, body: { account: this.account.id, ...body } };
  }
}

/** Some minute between 08:05 and 20:59 of a local date. */
export function atSome(
  day: Day,
  { zone }: ExamplePerson,
  random: Random,
  hours: readonly [number, number] = [8, 20],
): Instant {
  return instantAt(day, random.int(...hours) * 3_600 + random.int(5, 59) * 60, zone);
}

/** An instant as ISO 8601 with the offset of the zone. */
export function isoInZone(at: Instant, zone: string): string {
  const offset = offsetSeconds(at, zone);
  const local = new Date(at + offset * 1_000).toISOString().slice(0, 19);
  const minutes = Math.abs(offset) / 60;
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
