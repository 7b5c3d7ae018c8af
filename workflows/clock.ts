import type { Instant } from '../domain/time/calendar';

/** Workflow time: the SDK makes the clock of the sandbox deterministic, so that it replays. */
export const workflowTime = (): Instant => Date.now();
