import type { Span, Tracer } from '../../traces/tracer';
import { createTracer } from '../../traces/tracer';

/** A tracer that remembers the spans that have ended. */
export function collected(now?: () => number): {
  tracer: Tracer;
  spans: Span[];
  named: (name: string) => Span;
} {
  const spans: Span[] = [];
  const tracer = createTracer((span) => void spans.push(span), now);
  return {
    tracer,
    spans,
    named: (name) => {
      const found = spans.findLast((span) => span.name === name);
      if (!found) throw new Error(`No span ${name}, but ${spans.map((span) => span.name).join(', ')}`);
      return found;
    },
  };
}
