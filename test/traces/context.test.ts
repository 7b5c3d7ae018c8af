import fc from 'fast-check';
import {
  currentTrace,
  readTraceparent,
  spanBelow,
  traceFacts,
  traceparentOf,
  withinTrace,
} from '../../traces/context';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

test.each([
  { what: 'version 00, sampled', text: `00-${TRACE}-${SPAN}-01`, sampled: true },
  { what: 'version 00, not sampled', text: `00-${TRACE}-${SPAN}-00`, sampled: false },
  { what: 'flags of later standards', text: `00-${TRACE}-${SPAN}-03`, sampled: true },
  { what: 'a later version that says more', text: `01-${TRACE}-${SPAN}-01-more`, sampled: true },
])('$what is read', ({ text, sampled }) => {
  expect(readTraceparent(text)).toEqual({ traceId: TRACE, spanId: SPAN, sampled });
});

test.each([
  { what: 'nothing', text: undefined },
  { what: 'no text', text: 7 },
  { what: 'empty text', text: '' },
  { what: 'the version that is no version', text: `ff-${TRACE}-${SPAN}-01` },
  { what: 'version 00 that says more', text: `00-${TRACE}-${SPAN}-01-more` },
  { what: 'a trace of zeros', text: `00-${'0'.repeat(32)}-${SPAN}-01` },
  { what: 'a span of zeros', text: `00-${TRACE}-${'0'.repeat(16)}-01` },
  { what: 'capital letters', text: `00-${TRACE.toUpperCase()}-${SPAN}-01` },
  { what: 'a trace that is too short', text: `00-${TRACE.slice(1)}-${SPAN}-01` },
  { what: 'no flags', text: `00-${TRACE}-${SPAN}` },
  { what: 'two of them', text: `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01` },
  { what: 'a line break behind it', text: `00-${TRACE}-${SPAN}-01\n{"forged":1}` },
])('$what is no context', ({ text }) => {
  expect(readTraceparent(text)).toBeUndefined();
});

test('whatever strangers send is read or left, and never an error', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.anything()), (text) => {
      const read = readTraceparent(text);
      return read === undefined || /^[0-9a-f]{32}$/.test(read.traceId);
    }),
  );
});

test('what is written is read again, and a new span keeps the trace and the wish of its parent', () => {
  fc.assert(
    fc.property(fc.boolean(), (sampled) => {
      const parent = { ...spanBelow(undefined), sampled };
      const child = spanBelow(parent);
      expect(readTraceparent(traceparentOf(child))).toEqual(child);
      expect(child).toMatchObject({ traceId: parent.traceId, sampled });
      expect(child.spanId).not.toBe(parent.spanId);
    }),
  );
});

test('two chains of calls do not see the span of each other', async () => {
  const contexts = [spanBelow(undefined), spanBelow(undefined)];
  const seen = await Promise.all(
    contexts.map((context) =>
      withinTrace(context, async () => {
        await new Promise(setImmediate);
        return currentTrace();
      }),
    ),
  );
  expect(seen).toEqual(contexts);
  expect(currentTrace()).toBeUndefined();
  expect(traceFacts()).toEqual({});
});
