import type { Client, WorkflowHandle } from '@temporalio/client';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { Instant } from '../domain/time/calendar';
import { msToTs } from '@temporalio/common/lib/time';
import type { CaseStatus } from '../workflows/messages';
import { caseStatus } from '../workflows/messages';

/** gRPC status NOT_FOUND: the workflow has completed. */
const NOT_FOUND = 5;
const POLL_PAUSE_MS = 4;
const SETTLED_WITHIN_MS = 60_000;
/** The server's own limit is 200 skips between two commands; a case of many touches needs more. */
const MAX_SKIPS = 1_000;

/**
 * Moves the virtual clock of one case at a time (Temporal's per-workflow time skipping, experimental: server 1.32).
 * Case time is workflow time plus the case's clock offset. Between moves the clock flows with real time.
 */
export class CaseClock {
  private offsetMs: number | null = null;
  /** Virtual time known at a real moment; from there both flow alike. */
  private known: { readonly virtual: Instant; readonly real: Instant } | null = null;
  private moves = 0;

  constructor(
    private readonly client: Client,
    private readonly handle: WorkflowHandle,
  ) {}

  /** The case was started again: its clock began anew. */
  forget(): void {
    this.offsetMs = null;
    this.known = null;
  }

  /**
   * Moves the case to `target` (case time; aim just past a due instant, never at it) and waits until it rests again
   * with nothing left to do before then. Null when the case has closed.
   */
  async advanceTo(target: Instant): Promise<CaseStatus | null> {
    const status = this.offsetMs === null ? await this.settled(null) : undefined;
    if (status === null || this.offsetMs === null) return null;
    const durationMs = target - this.offsetMs - (await this.virtualNow());
    if (durationMs > 0 && !(await this.fastForward(durationMs))) return this.closed();
    this.known = { virtual: target - this.offsetMs, real: Date.now() };
    return this.settled(target);
  }

  /** Waits until the case rests and has nothing due at or before `target`; null when it has closed. */
  async settled(target: Instant | null): Promise<CaseStatus | null> {
    const giveUpAt = Date.now() + SETTLED_WITHIN_MS;
    for (;;) {
      const status = await this.status();
      if (!status) return this.closed();
      this.offsetMs = status.clockOffsetMs;
      if (status.isResting && (target === null || status.waitsUntil === null || status.waitsUntil > target)) return status;
      if (Date.now() > giveUpAt) throw new Error(`${this.handle.workflowId} does not come to rest: ${JSON.stringify(status)}`);
      await pause(POLL_PAUSE_MS);
    }
  }

  /** Null when the case has closed. */
  private async status(): Promise<CaseStatus | null> {
    const status = await this.handle.query(caseStatus);
    return status.outcome === 'open' || (await this.handle.describe()).status.name === 'RUNNING' ? status : null;
  }

  private closed(): null {
    this.forget();
    return null;
  }

  private async virtualNow(): Promise<Instant> {
    const elapsed = this.known && Date.now() - this.known.real;
    if (this.known && elapsed !== null) return this.known.virtual + elapsed;
    const { raw } = await this.handle.describe();
    const time = raw.workflowExtendedInfo?.timeSkippingInfo?.currentTime;
    return time ? Number(time.seconds) * 1000 + Math.floor((time.nanos ?? 0) / 1e6) : Date.now();
  }

  /** False when the case closed on the way. */
  private async fastForward(durationMs: number): Promise<boolean> {
    this.moves += 1;
    const fastForwardId = `${this.moves}`;
    const request = { namespace: this.client.options.namespace, workflowExecution: { workflowId: this.handle.workflowId } };
    const duration = msToTs(durationMs);
    try {
      await this.client.workflowService.updateWorkflowExecutionOptions({
        ...request,
        updateMask: { paths: ['time_skipping_config'] },
        workflowExecutionOptions: {
          timeSkippingConfig: { enabled: true, fastForwardConfig: { id: fastForwardId, duration }, maxSessionSkipCount: MAX_SKIPS },
        },
      });
      const done = await this.client.workflowService.pollWorkflowExecutionTimeSkipping({ ...request, fastForwardId });
      return done.fastForwardInfo?.hasCompleted ?? true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const isNotFound = (error: unknown): boolean =>
  error instanceof WorkflowNotFoundError ||
  (typeof error === 'object' && error !== null && 'code' in error && error.code === NOT_FOUND);
