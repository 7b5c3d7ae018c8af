import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { LedgerContext, LedgerDraft, LedgerEntry, LedgerValue } from '../../domain/ledger';
import { EMPTY_LEDGER, canonicalJson, chain, verifyChain } from '../../domain/ledger';
import { instantFromIso } from '../../domain/time/calendar';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const AT = instantFromIso('2026-03-02T15:00:00Z');

const context: LedgerContext = {
  strategyVersion: 'consumo-estandar@3',
  lawVersion: 'co-2026.1',
  workflowId: 'account/acme/a-1',
  runId: 'run-1',
};

const { value: ledgerValue } = fc.letrec<{ value: LedgerValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2 },
    fc.string({ unit: 'grapheme' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 3 }),
  ),
}));

const draft: fc.Arbitrary<LedgerDraft> = fc.record({
  at: fc.integer({ min: AT, max: AT + 86_400_000 }),
  type: fc.constantFrom('opened', 'touch_claimed', 'denied'),
  actor: fc.constantFrom('recobro', 'agent-7'),
  facts: fc.dictionary(fc.string({ minLength: 1 }), ledgerValue, { maxKeys: 4 }),
});
const drafts = (minLength: number) => fc.array(draft, { minLength, maxLength: 8 });

const chained = (list: readonly LedgerDraft[]): LedgerEntry[] => chain(EMPTY_LEDGER, list, context, sha256);
const three = chained(
  ['opened', 'denied', 'touch_claimed'].map((type) => ({ at: AT, type, actor: 'recobro', facts: {} })),
);
const [first, second, third] = three as [LedgerEntry, LedgerEntry, LedgerEntry]; // made of three drafts

test('chain() links each entry to the one before and the first to nothing', () => {
  expect(three.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(three.map(({ prevHash }) => prevHash)).toEqual(['0'.repeat(64), first.hash, second.hash]);
  expect(first).toMatchObject({ ...context, at: '2026-03-02T15:00:00Z', type: 'opened' });
});

test('chain() gives the hash that anyone can compute from the published description', () => {
  const { hash, ...body } = first;
  const keys = [
    'actor',
    'at',
    'facts',
    'lawVersion',
    'prevHash',
    'runId',
    'seq',
    'strategyVersion',
    'type',
    'workflowId',
  ];
  expect(Object.keys(body).sort()).toEqual(keys);
  expect(hash).toBe(sha256(JSON.stringify(body, keys)));
});

test.each([
  { rule: 'nothing in a whole chain', entries: three, faults: [] },
  { rule: 'nothing in no chain', entries: [], faults: [] },
  {
    rule: 'an entry that was taken out',
    entries: [first, third],
    faults: [
      { seq: 3, fault: 'gap' },
      { seq: 3, fault: 'broken_link' },
    ],
  },
  {
    rule: 'a beginning that was cut off',
    entries: [second, third],
    faults: [
      { seq: 2, fault: 'gap' },
      { seq: 2, fault: 'broken_link' },
    ],
  },
  {
    rule: 'an entry that was changed and hashed again, by the next one',
    entries: [rehashed({ ...first, actor: 'eve' }), second, third],
    faults: [{ seq: 2, fault: 'broken_link' }],
  },
])('verifyChain() finds $rule', ({ entries, faults }) => {
  expect(verifyChain(entries, sha256)).toEqual(faults);
});

function rehashed({ hash: _hash, ...body }: LedgerEntry): LedgerEntry {
  return { ...body, hash: sha256(canonicalJson(body)) };
}

test('verifyChain() holds for every chain, however it was cut into batches and stored', () => {
  fc.assert(
    fc.property(drafts(0), drafts(0), (some, more) => {
      const entries = chained(some);
      const all = [...entries, ...chain(entries.at(-1) ?? EMPTY_LEDGER, more, context, sha256)];
      expect(all).toEqual(chained([...some, ...more]));
      const stored: LedgerEntry[] = JSON.parse(JSON.stringify(all));
      expect(verifyChain(stored, sha256)).toEqual([]);
    }),
  );
});

test('verifyChain() finds any changed character of any entry', () => {
  fc.assert(
    fc.property(drafts(1), fc.nat(), fc.nat(), (list, place, letter) => {
      const entries = chained(list);
      const index = place % entries.length;
      const changed = withOneChange(entries[index]!, letter);
      if (changed === undefined) return;
      const tampered = entries.with(index, changed);
      expect(verifyChain(tampered, sha256)).not.toEqual([]);
    }),
    { numRuns: 500 },
  );
});

/** The entry with one character of its JSON replaced; nothing when that leaves no other entry. */
function withOneChange(entry: LedgerEntry, place: number): LedgerEntry | undefined {
  const text = JSON.stringify(entry);
  const at = place % text.length;
  const other = text[at] === '7' ? '8' : '7';
  try {
    const changed: LedgerEntry = JSON.parse(text.slice(0, at) + other + text.slice(at + 1));
    return canonicalJson(changed) === canonicalJson(entry) ? undefined : changed;
  } catch {
    return undefined; // no JSON any more
  }
}

test('canonicalJson() does not depend on the order of keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), ledgerValue), (value) => {
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
    }),
  );
});

function reversed(value: LedgerValue): LedgerValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Record<string, LedgerValue>); // an array was handled above
  return Object.fromEntries(entries.reverse().map(([key, member]) => [key, reversed(member)]));
}

test.each([
  {
    rule: 'sorts keys by UTF-16 code units',
    value: { b: 1, a: 2, B: 3, '1': 4 },
    json: '{"1":4,"B":3,"a":2,"b":1}',
  },
  { rule: 'keeps the order of lists', value: [2, 1], json: '[2,1]' },
  { rule: 'leaves out what is undefined', value: { a: undefined, b: null }, json: '{"b":null}' },
  { rule: 'nests', value: { z: [{ y: 1, x: 2 }] }, json: '{"z":[{"x":2,"y":1}]}' },
  { rule: 'escapes as JSON does', value: { 'ñ"': 'a\nb' }, json: '{"ñ\\"":"a\\nb"}' },
])('canonicalJson() $rule', ({ value, json }) => {
  expect(canonicalJson(value)).toBe(json);
});
