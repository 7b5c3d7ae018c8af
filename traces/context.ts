import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** Where in which trace something happens. Random numbers: nothing in them says who a debtor is. */
export interface TraceContext {
  /** 32 hex digits. */
  readonly traceId: string;
  /** Of the span that is the parent of what comes next: 16 hex digits. */
  readonly spanId: string;
  /** False: who began the trace does not want it to be collected. */
  readonly sampled: boolean;
}

/** Header, message attribute and CloudEvents extension under which a context travels. */
export const TRACEPARENT = 'traceparent';

const SHAPE = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const SAMPLED = 0x01;

/**
 * Reads a `traceparent` of whatever version. Undefined where there is none, or where it is not as the standard says: then
 * the trace begins here.
 *
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function readTraceparent(text: unknown): TraceContext | undefined {
  if (typeof text !== 'string') return undefined;
  const [, version, traceId = '', spanId = '', flags = '', more] = SHAPE.exec(text) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, sampled: (parseInt(flags, 16) & SAMPLED) === SAMPLED };
}

export const traceparentOf = ({ traceId, spanId, sampled }: TraceContext): string =>
  `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;

/** A new span: of the parent's trace, or of a trace that begins with it. */
export const spanBelow = (parent: TraceContext | undefined): TraceContext => ({
  traceId: parent?.traceId ?? hex(16),
  spanId: hex(8),
  sampled: parent?.sampled ?? true,
});

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

const current = new AsyncLocalStorage<TraceContext>();

/** The span in which this is called, if any. */
export const currentTrace = (): TraceContext | undefined => current.getStore();

/** Calls `act` within a span: what it calls, and awaits, is within it too. */
export const withinTrace = <T>(context: TraceContext, act: () => T): T => current.run(context, act);

/** What log lines say of the trace within which they are written. */
export function traceFacts(): Readonly<Record<string, string>> {
  const context = currentTrace();
  return context ? { traceId: context.traceId, spanId: context.spanId } : {};
}
