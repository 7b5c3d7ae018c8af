import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { Instant } from '../domain/time/calendar';

/** The one timer of a case. It is kept while its instant does not change, because every timer is billed. */
export class WakeTimer {
  private due: Instant | null = null;
  private scope: CancellationScope | null = null;
  private rung = false;
  /** Of the last timer, which rang: a scope is used again until it is cancelled, because each costs five promises. */
  private spare: CancellationScope | null = null;

  /** @param allowed Where time is skipped: no timer is started beyond it; see `AccountInput.allowedUntil`. */
  constructor(private allowed?: Instant) {}

  /** The instant it is set to, in case time; null when it is not set. */
  get setTo(): Instant | null {
    return this.due;
  }

  get hasRung(): boolean {
    return this.rung;
  }

  get allowedUntil(): Instant | undefined {
    return this.allowed;
  }

  /**
   * The instant it is, as far as time may pass: a held case knows no delay, however long its driver and the machine
   * take, so that what it does depends on nothing else.
   */
  reached(now: Instant): Instant {
    return this.allowed === undefined ? now : Math.min(now, this.allowed);
  }

  /** Sets it to `due` (null: to nothing), `now` being the case time; `summary` is what the Temporal UI shows. */
  set(due: Instant | null, now: Instant, summary: string): void {
    if (due !== this.due) this.clear();
    this.due = due;
    if (due !== null && !this.scope && !this.rung && this.mayPass(due)) this.start(due - now, summary);
  }

  /** Lets time pass until `allowed`; call `set` again afterwards. */
  allow(allowed: Instant): void {
    this.allowed = allowed;
  }

  /** Forgets the instant, and cancels the timer if it has not rung. */
  clear(): void {
    if (this.rung) this.spare = this.scope;
    else this.scope?.cancel();
    this.scope = null;
    this.due = null;
    this.rung = false;
  }

  private mayPass(due: Instant): boolean {
    return this.allowed === undefined || due <= this.allowed;
  }

  private start(ms: number, summary: string): void {
    const scope = this.spare ?? new CancellationScope();
    this.spare = null;
    this.scope = scope;
    const ring = (): void => {
      this.rung = this.scope === scope || this.rung;
    };
    scope.run(() => sleep(Math.max(1, ms), { summary })).then(ring, ignoreCancellation);
  }
}

function ignoreCancellation(error: unknown): void {
  if (!isCancellation(error)) throw error;
}
