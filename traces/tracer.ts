import { types } from 'node:util';
import type { TraceContext } from './context';
import { currentTrace, spanBelow, withinTrace } from './context';

/** As OpenTelemetry has them: who was asked, who asks, who gives and who takes a message, and all else. */
export type SpanKind = 'server' | 'client' | 'consumer' | 'internal';

/** Ids, codes and numbers only: nothing in them says who a debtor is. */
export type SpanFacts = Readonly<Record<string, string | number>>;

/** Something that took its time. Instants are milliseconds since the epoch. */
export interface Span {
  readonly name: string;
  readonly kind: SpanKind;
  readonly context: TraceContext;
  readonly parentSpanId?: string;
  /** What it comes from, in a trace of its own: a timer that was set because of it has rung. */
  readonly link?: TraceContext;
  readonly startMs: number;
  readonly endMs: number;
  readonly facts: SpanFacts;
  /** The kind of the error with which it ended. */
  readonly error?: string;
}

export interface SpanStart {
  /** Default: the span within which it begins; null: a trace begins with it. */
  readonly parent?: TraceContext | null | undefined;
  readonly link?: TraceContext | undefined;
  readonly facts?: SpanFacts;
}

/** Adds what is only known when it is done. */
export type Tell = (facts: SpanFacts) => void;

export interface Tracer {
  /** Calls `act` within a new span, which ends when `act` does. It neither catches nor changes what is thrown. */
  run<T>(name: string, kind: SpanKind, start: SpanStart, act: (tell: Tell) => Promise<T>): Promise<T>;
}

/** @param keep Is given each span when it has ended. @param now Milliseconds since the epoch. */
export function createTracer(keep: (span: Span) => void, now: () => number = Date.now): Tracer {
  return {
    async run(name, kind, { parent = currentTrace(), link, facts = {} }, act) {
      const context = spanBelow(parent ?? undefined);
      const startMs = now();
      let all = facts;
      const end = (error?: string): void =>
        keep({
          ...{ name, kind, context, startMs, endMs: now(), facts: all },
          ...(parent && { parentSpanId: parent.spanId }),
          ...(link && { link }),
          ...(error !== undefined && { error }),
        });
      try {
        const result = await withinTrace(context, () =>
          act((more) => {
            all = { ...all, ...more };
          }),
        );
        end();
        return result;
      } catch (error) {
        end(errorKind(error));
        throw error;
      }
    },
  };
}

/** Contexts are passed on, and no span is kept: where nobody looks. */
export const quietTracer: Tracer = createTracer(() => undefined);

/** The code of our own errors, or the name: the text of an error may quote what was received. */
export function errorKind(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'unknown';
  for (const key of ['code', 'type'] as const) {
    const value = key in error ? (error as Record<typeof key, unknown>)[key] : undefined; // of whatever was thrown
    if (typeof value === 'string') return value;
  }
  return types.isNativeError(error) ? error.name : 'unknown';
}

/** A span as a line of the log: one JSON document, found by its trace. */
export function spanLine({
  name,
  kind,
  context,
  parentSpanId,
  link,
  startMs,
  endMs,
  facts,
  error,
}: Span): string {
  const { traceId, spanId } = context;
  return JSON.stringify({
    ...{ span: name, kind, traceId, spanId },
    ...(parentSpanId !== undefined && { parentSpanId }),
    ...(link && { linkedTraceId: link.traceId }),
    startedAt: new Date(startMs).toISOString(),
    durationMs: endMs - startMs,
    ...facts,
    ...(error !== undefined && { error }),
  });
}
