import type { SpanExport } from './otlp';
import { createOtlpExport, otlpSettings } from './otlp';
import type { Tracer } from './tracer';
import { createTracer, spanLine } from './tracer';

/** The traces of one process. */
export interface ProcessTraces {
  readonly tracer: Tracer;
  /** Hands to the collector what it has not got yet; at once where there is none. */
  readonly flush: () => Promise<void>;
}

/**
 * Each span is a line on standard output; where the environment names a collector (see `otlpSettings`), it gets the spans
 * as well.
 */
export function createProcessTraces(
  env: Readonly<Record<string, string | undefined>>,
  write: (line: string) => void = (line) => void process.stdout.write(`${line}\n`),
): ProcessTraces {
  const settings = otlpSettings(env);
  const lost = (spansLost: number, error: string): void => write(JSON.stringify({ spansLost, error }));
  const collector: SpanExport | undefined = settings && createOtlpExport({ ...settings, fetch, lost });
  const tracer = createTracer((span) => {
    write(spanLine(span));
    collector?.add(span);
  });
  return { tracer, flush: async () => collector?.flush() };
}

/** How often a process that runs on hands over its spans. */
const FLUSH_MS = 5_000;

/** Hands spans over every few seconds. @returns Ends it, after a last time. */
export function flushRegularly({ flush }: ProcessTraces): () => Promise<void> {
  const timer = setInterval(() => void flush(), FLUSH_MS);
  return async () => {
    clearInterval(timer);
    await flush();
  };
}
