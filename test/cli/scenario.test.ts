import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registerScenario } from '../../cli/verbs/scenario';
import type * as coreModule from '../../local/scenario/core';
import { playOnCore } from '../../local/scenario/core';
import { runCommand } from './printed';

/** Real, save for where a test lets one story break off. */
jest.mock('../../local/scenario/core', () => {
  const core = jest.requireActual<typeof coreModule>('../../local/scenario/core');
  return { ...core, playOnCore: jest.fn(core.playOnCore) };
});

const scenarios = join(__dirname, '..', 'fixtures', 'scenarios');
const packs = join(scenarios, 'packs');
const folder = mkdtempSync(join(tmpdir(), 'recobro-cli-'));
const file = (name: string): string => join(scenarios, `${name}.yaml`);

afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => jest.restoreAllMocks());

const run = (...args: readonly string[]) => runCommand(registerScenario, 'scenario', 'run', ...args);

const lines = (text: string): unknown[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line));

test('scenario run --json prints one trace a line, in order, and exits 0 when all is as expected', async () => {
  const { out, err, exit } = await run(
    '--packs',
    packs,
    '--json',
    file('anchor'),
    file('reference'),
    file('multi-account'),
  );
  expect([err, exit]).toEqual(['', undefined]);
  expect(
    lines(out).map((trace) =>
      Object.entries(trace as object)
        .map(([key]) => key)
        .join(),
    ),
  ).toEqual(
    expect.arrayContaining(['scenario,engine,outcome,touches,tasks,skipped,stages,refused,rejected,days']),
  );
  expect(lines(out)).toMatchObject([
    { scenario: 'whole-life-of-one-debt', engine: 'core', outcome: 'open' },
    { scenario: 'partial-payment-moves-anchor' },
    ...Array.from({ length: lines(out).length - 4 }, () => ({ engine: 'core' })),
    { scenario: 'two-accounts-one-contact-a-day', outcomes: { A1: 'open', A2: 'open' } },
    { scenario: 'payment-of-one-account-leaves-the-other', outcomes: { A1: 'paid', A2: 'open' } },
  ]);
  expect(lines(out)[0]).not.toHaveProperty('outcomes');
});

test('scenario run prints a timeline for people', async () => {
  const { out } = await run('--packs', packs, file('multi-account'));
  expect(out).toMatch(/^✓ two-accounts-one-contact-a-day \(core\): A1 open, A2 open\n/);
  expect(out).toMatch(/^2026-03-11 +15:00:00Z +A1 +sent +hoy by sms \(preventive, day 0, vence-hoy\)$/m);
  expect(out).toMatch(
    /^2026-03-11 +15:00:00Z +A2 +refused +hoy by CO-HOUSE-DAY until 2026-03-12T15:00:00Z$/m,
  );
});

test('an expectation that is not met is told on stderr, and the exit code is 1', async () => {
  // Without the pack of TEST nothing may be sent there.
  const { out, err, exit } = await run('--json', file('downtime'));
  expect(exit).toBe(1);
  expect(lines(out)).toMatchObject([{ touches: [] }, { touches: [] }]);
  expect(err).toMatch(/^downtime-over-two-steps: touches\[0\] null, expected \{"step":"aviso"/);
});

test('a scenario without expectations is met by anything', async () => {
  const text = readFileSync(file('downtime'), 'utf8')
    .split('---')[0]!
    .replace(/expect:[\s\S]*/, '');
  writeFileSync(join(folder, 'free.yaml'), text);
  writeFileSync(join(folder, 'reference.yaml'), readFileSync(file('reference'), 'utf8'));
  const { out, err, exit } = await run('--json', join(folder, 'free.yaml'));
  expect([lines(out).length, err, exit]).toEqual([1, '', undefined]);
});

/** The first story of the file, changed, in a file of its own. */
function changedStory(name: string, change: (text: string) => string): string {
  const [first = ''] = readFileSync(file('multi-account'), 'utf8').split('---');
  writeFileSync(join(folder, `${name}.yaml`), change(first));
  writeFileSync(join(folder, 'reference.yaml'), readFileSync(file('reference'), 'utf8'));
  return join(folder, `${name}.yaml`);
}

test('a story may name its strategy by its whole path', async () => {
  const story = changedStory('whole-path', (text) => text.replace('reference.yaml', file('reference')));
  expect(await run('--packs', packs, '--json', story)).toMatchObject({ err: '', exit: undefined });
});

test('a story that cannot end is a finding, and the others run', async () => {
  jest.mocked(playOnCore).mockImplementationOnce(() => {
    throw new Error('the book of rules is torn');
  });
  const { out, err, exit } = await run('--packs', packs, '--json', file('downtime'));
  expect([lines(out).length, exit]).toEqual([1, 1]);
  expect(err).toMatch(/: the book of rules is torn\n/);
});

test('a story beyond the end of a calendar sends nothing: people are asked to look', async () => {
  const far = changedStory('far', (text) => text.replaceAll('2026-', '2041-'));
  const { out } = await run('--packs', packs, '--json', far);
  expect(lines(out)).toEqual([
    expect.objectContaining({
      touches: [],
      tasks: expect.arrayContaining([expect.objectContaining({ kind: 'unlawful' })]),
    }),
  ]);
});

test.each([
  { rule: 'a file that is not there', text: null, told: /none\.yaml/ },
  { rule: 'a file that is no scenario', text: 'pack: X\n', told: /bad\.yaml, document 1, \S+: /i },
  {
    rule: 'a field that is wrong',
    text: 'scenario: x\naccounts: 3\n',
    told: /bad\.yaml, document 1, \S+: [\s\S]*accounts/,
  },
])('$rule is wrong use: it is named, nothing runs, exit 2', async ({ text, told }) => {
  const bad = join(folder, text === null ? 'none.yaml' : 'bad.yaml');
  if (text !== null) writeFileSync(bad, text);
  const { out, err, exit } = await run('--json', file('downtime'), bad);
  expect([out, exit]).toEqual(['', 2]);
  expect(err).toMatch(told);
});

test.each([
  { rule: 'a folder of packs that is not there', args: ['--packs', join(folder, 'none')] },
  { rule: 'a contacts file that cannot be written', args: ['--contacts', join(folder, 'none', 'c.jsonl')] },
])('$rule is wrong use', async ({ args }) => {
  const { out, err, exit } = await run(...args, '--json', file('downtime'));
  expect([out, exit]).toEqual(['', 2]);
  expect(err).toContain(join(folder, 'none'));
});

test.each([
  { rule: 'no file', args: [] },
  { rule: 'an unknown engine', args: ['--engine', 'steam', file('downtime')] },
])('$rule is refused by the command line itself', async ({ args }) => {
  await expect(run(...args)).rejects.toThrow(expect.objectContaining({ name: 'CommanderError' }));
});

test('--contacts writes every contact; with several stories a person is one of their story', async () => {
  const contacts = join(folder, 'contacts.jsonl');
  await run('--packs', packs, '--contacts', contacts, file('multi-account'));
  const written = lines(readFileSync(contacts, 'utf8'));
  expect(written.slice(0, 3)).toMatchObject([
    {
      person: '1/two-accounts-one-contact-a-day/P1',
      account: '1/two-accounts-one-contact-a-day/A1',
      at: '2026-03-11T15:00:00Z',
    },
    { account: '1/two-accounts-one-contact-a-day/A1', at: '2026-03-12T15:00:00Z' },
    { account: '1/two-accounts-one-contact-a-day/A2', at: '2026-03-13T15:00:00Z' },
  ]);
  await run('--packs', packs, '--contacts', contacts, join(folder, 'free.yaml'));
  expect(lines(readFileSync(contacts, 'utf8'))[0]).toMatchObject({ person: 'P1', account: 'A1' });
});
