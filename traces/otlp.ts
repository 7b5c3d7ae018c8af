import type { Span, SpanFacts, SpanKind } from './tracer';
import { errorKind } from './tracer';

/** Hands spans to a collector, some at a time. What cannot be handed over is lost, and said to be. */
export interface SpanExport {
  readonly add: (span: Span) => void;
  /** Sends what waits. Never throws. */
  readonly flush: () => Promise<void>;
}

type Env = Readonly<Record<string, string | undefined>>;

export interface OtlpOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly service: string;
  readonly fetch: (
    url: string,
    init: { body: string; headers: Record<string, string> } & RequestInit,
  ) => Promise<Response>;
  /** Is told how many spans were lost, and why. */
  readonly lost: (spans: number, why: string) => void;
}

/** More than a minute of a busy worker; what comes on top of it while the collector is away is lost. */
const MOST_WAITING = 2_048;
/** A function waits for it before it answers. */
const PATIENCE_MS = 1_000;

/**
 * Where the environment says that spans go, by OpenTelemetry's own variables: `OTEL_EXPORTER_OTLP_ENDPOINT` (or
 * `…_TRACES_ENDPOINT`), `…_HEADERS`, `OTEL_SERVICE_NAME` (or else the function's name). Undefined: nowhere.
 *
 * @see https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export function otlpSettings(env: Env): Pick<OtlpOptions, 'url' | 'headers' | 'service'> | undefined {
  const base = env['OTEL_EXPORTER_OTLP_ENDPOINT']?.replace(/\/+$/, '');
  const url = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || (base && `${base}/v1/traces`);
  if (!url) return undefined;
  const pairs = (env['OTEL_EXPORTER_OTLP_HEADERS'] ?? '').split(',').map((pair) => pair.split('='));
  const headers = pairs.flatMap(([name = '', ...value]) =>
    name.trim() ? [[name.trim(), decodeURIComponent(value.join('=').trim())] as const] : [],
  );
  const service = env['OTEL_SERVICE_NAME'] || env['AWS_LAMBDA_FUNCTION_NAME'] || 'recobro';
  return { url, headers: Object.fromEntries(headers), service };
}

/** OTLP over HTTP, as JSON. Spans of traces that nobody wants collected are left out. */
export function createOtlpExport({ url, headers, service, fetch: post, lost }: OtlpOptions): SpanExport {
  let waiting: Span[] = [];
  return {
    add(span) {
      if (!span.context.sampled) return;
      if (waiting.length < MOST_WAITING) waiting.push(span);
      else lost(1, 'too_many');
    },
    async flush() {
      const spans = waiting;
      if (spans.length === 0) return;
      waiting = [];
      try {
        const { ok, status } = await post(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body: JSON.stringify(otlpTraces(service, spans)),
          signal: AbortSignal.timeout(PATIENCE_MS),
        });
        if (!ok) lost(spans.length, `status_${status}`);
      } catch (error) {
        lost(spans.length, errorKind(error));
      }
    },
  };
}

const KINDS: Readonly<Record<SpanKind, number>> = { internal: 1, server: 2, client: 3, consumer: 5 };
const STATUS_ERROR = 2;

/** @see https://github.com/open-telemetry/opentelemetry-proto: ids are hex, 64-bit numbers are text. */
export const otlpTraces = (service: string, spans: readonly Span[]) => ({
  resourceSpans: [
    {
      resource: { attributes: attributesOf({ 'service.name': service }) },
      scopeSpans: [{ scope: { name: 'recobro' }, spans: spans.map(otlpSpan) }],
    },
  ],
});

const otlpSpan = ({ name, kind, context, parentSpanId, link, startMs, endMs, facts, error }: Span) => ({
  ...{ traceId: context.traceId, spanId: context.spanId, name, kind: KINDS[kind] },
  ...(parentSpanId !== undefined && { parentSpanId }),
  startTimeUnixNano: `${startMs}000000`,
  endTimeUnixNano: `${endMs}000000`,
  attributes: attributesOf({ ...facts, ...(error !== undefined && { 'error.type': error }) }),
  links: link ? [{ traceId: link.traceId, spanId: link.spanId, attributes: [] }] : [],
  status: error === undefined ? {} : { code: STATUS_ERROR },
});

const attributesOf = (facts: SpanFacts) =>
  Object.entries(facts).map(([key, value]) => ({
    key,
    value: valueOf(value),
  }));

function valueOf(value: string | number) {
  if (typeof value === 'string') return { stringValue: value };
  return Number.isInteger(value) ? { intValue: value } : { doubleValue: value };
}
