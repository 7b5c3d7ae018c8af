import type { Row } from './rule-table';
import { at, day, ruleTable } from './rule-table';
import { aPrior, counting, office, ruleBase } from './samples';

const conditions: Row[] = [
  {
    rule: 'stop holds while its fact holds',
    of: { ...ruleBase, kind: 'stop', denyIf: ['a', 'b'] },
    asked: { facts: ['b'] },
    allowed: false,
    next: 'never',
  },
  {
    rule: 'consent does not mind other facts',
    of: { ...ruleBase, kind: 'consent', denyIf: ['a'] },
    asked: { facts: ['x'] },
    allowed: true,
  },
  {
    rule: 'precondition holds without facts',
    of: { ...ruleBase, kind: 'precondition', denyIf: ['a'] },
    allowed: true,
  },
  {
    rule: 'recipient outside the list is refused',
    of: { ...ruleBase, kind: 'recipient', allow: ['debtor'] },
    asked: { recipient: 'neighbour' },
    allowed: false,
    next: 'never',
  },
  {
    rule: 'recipient on the list is fine',
    of: { ...ruleBase, kind: 'recipient', allow: ['debtor'] },
    allowed: true,
  },
  {
    rule: 'place on the list is refused',
    of: { ...ruleBase, kind: 'place', deny: ['work'] },
    asked: { place: 'work' },
    allowed: false,
    next: 'never',
  },
  { rule: 'no place is fine', of: { ...ruleBase, kind: 'place', deny: ['work'] }, allowed: true },
  {
    rule: 'min_dpd refuses the day before',
    of: { ...ruleBase, kind: 'min_dpd', days: 16 },
    asked: { dpd: 15 },
    allowed: false,
    next: 'never',
  },
  {
    rule: 'min_dpd allows the day itself',
    of: { ...ruleBase, kind: 'min_dpd', days: 16 },
    asked: { dpd: 16 },
    allowed: true,
  },
  {
    rule: 'min_dpd refuses days that are no number',
    of: { ...ruleBase, kind: 'min_dpd', days: 16 },
    asked: { dpd: Number.NaN },
    allowed: false,
    next: 'never',
  },
];

const content: Row[] = [
  {
    rule: 'content_require is not checked without content',
    of: { ...ruleBase, kind: 'content_require', tags: ['x'] },
    allowed: true,
  },
  {
    rule: 'content_require is checked on empty content',
    of: { ...ruleBase, kind: 'content_require', tags: ['x'] },
    asked: { content: [] },
    allowed: false,
    next: 'never',
  },
  {
    rule: 'content_require wants every tag',
    of: { ...ruleBase, kind: 'content_require', tags: ['x', 'y'] },
    asked: { content: ['y'] },
    allowed: false,
    next: 'never',
  },
  {
    rule: 'content_forbid minds any tag',
    of: { ...ruleBase, kind: 'content_forbid', tags: ['x', 'y'] },
    asked: { content: ['z', 'y'] },
    allowed: false,
    next: 'never',
  },
  {
    rule: 'content_forbid lets unknown tags pass',
    of: { ...ruleBase, kind: 'content_forbid', tags: ['x'] },
    asked: { content: ['z'] },
    allowed: true,
  },
];

const cap = { ...ruleBase, kind: 'cap', limit: 1, period: 'week', counting: counting() } as const;
const dates: Row[] = [
  {
    rule: 'is not yet in force',
    of: { ...ruleBase, kind: 'recipient', allow: [], from: day('2026-11-25') },
    allowed: true,
  },
  {
    rule: 'is in force on its first date',
    of: { ...ruleBase, kind: 'recipient', allow: [], from: day('2026-11-24') },
    allowed: false,
    next: 'never',
  },
  {
    rule: 'is in force on its last date',
    of: { ...cap, until: day('2026-11-24') },
    asked: { prior: [aPrior('2026-11-24T09:00:00')] },
    allowed: false,
    next: '2026-11-25T00:00',
  },
  {
    rule: 'is out of force the date after',
    of: { ...ruleBase, kind: 'recipient', allow: [], until: day('2026-11-23') },
    allowed: true,
  },
  {
    rule: 'is lifted by its fact',
    of: office({ liftedBy: ['asked'] }),
    asked: { ...at('2026-11-29T10:00:00'), facts: ['asked'] },
    allowed: true,
  },
  {
    rule: 'leaves other channels alone',
    of: office({ channels: ['visit'] }),
    asked: at('2026-11-29T10:00:00'),
    allowed: true,
  },
  {
    rule: 'leaves other actors alone',
    of: office({ scope: { actors: ['creditor'] } }),
    asked: at('2026-11-29T10:00:00'),
    allowed: true,
  },
  {
    rule: 'leaves other debtors alone',
    of: office({ scope: { debtors: ['business'] } }),
    asked: at('2026-11-29T10:00:00'),
    allowed: true,
  },
  {
    rule: 'leaves other creditors alone',
    of: office({ scope: { creditorTypes: ['retail'] } }),
    asked: at('2026-11-29T10:00:00'),
    allowed: true,
  },
  {
    rule: 'a bill is never evaluated',
    of: office({ basis: 'bill' }),
    asked: at('2026-11-29T10:00:00'),
    allowed: true,
  },
  {
    rule: 'a lenient rule is silent under strict',
    of: office({ profile: 'lenient' }),
    asked: at('2026-11-29T10:00:00'),
    allowed: true,
  },
  { rule: 'a duty never denies', of: { ...ruleBase, kind: 'duty', terms: { within: 'P5D' } }, allowed: true },
];

ruleTable('conditions', conditions);
ruleTable('content', content);
ruleTable('force and scope', dates);
