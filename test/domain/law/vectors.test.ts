import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { instantFromIso, weekdayOf } from '../../../domain/time/calendar';
import type { Decision } from '../../../domain/law/types';
import { localDay } from '../../../domain/time/zones';
import { loadLaw } from '../../../policy/law/library';
import { requestFromWire, withZones } from '../../../policy/law/wire';

/** One case as SPEC section 10 describes it; hand-made files leave out what does not apply. */
interface Vector {
  readonly id: string;
  readonly wd?: string;
  readonly lenient: 'allow' | 'deny';
  readonly strict: 'allow' | 'deny';
  readonly rule?: string | null;
  readonly rule_lenient?: string | null;
  readonly next?: string | null;
  readonly next_lenient?: string | null;
  readonly rules_strict?: readonly string[];
  readonly rules_lenient?: readonly string[];
}

const folder = join(__dirname, '..', '..', 'fixtures', 'law', 'vectors');
const law = loadLaw();
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

// The fixtures are ours; the test fails where their shape is not the one above.
const vectors = readdirSync(folder).flatMap((file): Vector[] => {
  const text = readFileSync(join(folder, file), 'utf8');
  if (file.endsWith('.yaml')) return parse(text) as Vector[];
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Vector);
});

function answersTo(vector: Vector) {
  const wire = requestFromWire(vector);
  const book = law.lawbook(wire.pack);
  const request = withZones(wire.request, book.pack);
  return { request, strict: book.decide(request, 'strict'), lenient: book.decide(request, 'lenient') };
}

const wordOf = ({ allowed }: Decision) => (allowed ? 'allow' : 'deny');
const rulesOf = (decision: Decision) => (decision.allowed ? [] : decision.refusals.map(({ rule }) => rule));
const nextOf = (decision: Decision) => (decision.allowed ? null : decision.next);
const instantOf = (text: string | null | undefined) =>
  text == null ? null : text === 'never' ? text : instantFromIso(text);

test('all the vectors are there', () => {
  expect(vectors).toHaveLength(228);
});

test.each(vectors)('$id', (vector) => {
  const { request, strict, lenient } = answersTo(vector);
  expect({ strict: wordOf(strict), lenient: wordOf(lenient) }).toEqual({
    strict: vector.strict,
    lenient: vector.lenient,
  });
  expect(rulesOf(strict)[0] ?? rulesOf(lenient)[0] ?? null).toBe(vector.rule ?? null);
  expect(nextOf(strict)).toBe(vector.strict === 'deny' ? instantOf(vector.next) : null);
  const nextLenient = 'next_lenient' in vector ? vector.next_lenient : vector.next;
  expect(nextOf(lenient)).toBe(vector.lenient === 'deny' ? instantOf(nextLenient) : null);
  if (vector.wd) expect(weekdays[weekdayOf(localDay(request.at, request.zones[0] ?? ''))]).toBe(vector.wd);
  if (vector.rules_strict) expect(rulesOf(strict)).toEqual(vector.rules_strict);
  if (vector.rules_lenient) expect(rulesOf(lenient)).toEqual(vector.rules_lenient);
});
