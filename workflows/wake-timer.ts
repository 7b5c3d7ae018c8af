import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { Instant } from '../domain/time/calendar';

/** The one timer of a case. It is kept while its instant does not change, because every timer is billed. */
export class WakeTimer {
  private due: Instant | null = null;
  private scope: CancellationScope | null = null;
  private rung = false;

  /** The instant it is set to, in case time; null when it is not set. */
  get setTo(): Instant | null {
    return this.due;
  }

  get hasRung(): boolean {
    return this.rung;
  }

  /** Sets it to `due` (null: to nothing), `now` being the case time; `summary` is what the Temporal UI shows. */
  set(due: Instant | null, now: Instant, summary: string): void {
    if (due === this.due) return;
    this.clear();
    this.due = due;
    if (due === null) return;
    const scope = new CancellationScope();
    this.scope = scope;
    const ring = (): void => {
      this.rung = this.scope === scope || this.rung;
    };
    scope.run(() => sleep(Math.max(1, due - now), { summary })).then(ring, ignoreCancellation);
  }

  /** Forgets the instant, and cancels the timer if it has not rung. */
  clear(): void {
    if (!this.rung) this.scope?.cancel();
    this.scope = null;
    this.due = null;
    this.rung = false;
  }
}

function ignoreCancellation(error: unknown): void {
  if (!isCancellation(error)) throw error;
}
