import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import type { LawIo } from '../../../cli/verbs/law';
import { registerLaw } from '../../../cli/verbs/law';
import { instantFromIso } from '../../../domain/time/calendar';

const fixtures = join(__dirname, '..', '..', 'fixtures', 'scenarios', 'packs');

/** Runs `recobro law …` with these lines on its input. */
async function run(args: readonly string[], input: readonly unknown[] = []) {
  const seen = { out: '', err: '', code: 0 };
  const io: LawIo = {
    lines: async function* () {
      for (const line of input) yield typeof line === 'string' ? line : JSON.stringify(line);
    },
    out: (text) => (seen.out += text),
    err: (text) => (seen.err += text),
    exit: (code) => (seen.code = code),
    now: () => instantFromIso('2026-11-22T12:00:00Z'),
  };
  const program = new Command().exitOverride().configureOutput({ writeErr: (text) => (seen.err += text) });
  registerLaw(program, io);
  await program.parseAsync(['law', ...args], { from: 'user' });
  return { ...seen, lines: seen.out.split('\n').filter((line) => line !== '') };
}

const answers = ({ lines }: { lines: readonly string[] }): unknown[] =>
  lines.map((line): unknown => JSON.parse(line));
const tuesday = { id: 'a', j: 'CO', at: '2026-11-24T10:00:00-05:00', ch: 'sms' };

describe('law decide', () => {
  test('answers each line in order', async () => {
    const night = { ...tuesday, id: 2, at: '2026-11-24T22:00:00-05:00' };
    const reference = { ...tuesday, id: 'c', recipient: 'reference' };
    const result = await run(['decide'], [tuesday, '', night, reference]);
    expect(answers(result)).toEqual([
      { id: 'a', decision: 'allow', rules: [], next: null },
      { id: 2, decision: 'deny', rules: ['CO-2300-3-HOURS'], next: '2026-11-25T07:00:00-05:00' },
      { id: 'c', decision: 'deny', rules: ['CO-2300-REFERENCES'], next: 'never' },
    ]);
    expect(result.code).toBe(0);
  });

  test('ships strict, and knows the lenient reading', async () => {
    const second = { ...tuesday, prior: [{ at: '2026-11-24T08:00:00-05:00', ch: 'sms', res: 'unanswered' }] };
    expect(answers(await run(['decide'], [second]))).toMatchObject([{ rules: ['CO-HOUSE-DAY'] }]);
    expect(answers(await run(['decide', '--profile', 'lenient'], [second]))).toMatchObject([
      { decision: 'allow' },
    ]);
  });

  test('writes next with the offset of the first candidate zone', async () => {
    const asked = {
      id: 1,
      j: 'CL',
      at: '2026-11-24T08:30:00-03:00',
      ch: 'voice',
      zones: ['Pacific/Easter', 'America/Santiago'],
    };
    expect(answers(await run(['decide'], [asked]))).toMatchObject([{ next: '2026-11-24T08:00:00-05:00' }]);
  });

  test.each([
    { rule: 'no JSON', line: '{', id: null, code: 'law.badRequest' },
    { rule: 'no object', line: '[]', id: null, code: 'law.badRequest' },
    { rule: 'an unknown place', line: { ...tuesday, j: 'ZZ' }, id: 'a', code: 'law.unknownPack' },
    {
      rule: 'a time without offset',
      line: { ...tuesday, at: '2026-11-24T10:00:00' },
      id: 'a',
      code: 'calendar.badInstant',
    },
    {
      rule: 'a date outside the calendar',
      line: { ...tuesday, at: '2031-01-01T10:00:00Z' },
      id: 'a',
      code: 'law.outsideCalendar',
    },
    {
      rule: 'an unknown zone',
      line: { ...tuesday, zones: ['Nowhere'] },
      id: 'a',
      code: 'calendar.unknownZone',
    },
  ])('answers $rule with an error in its place, goes on, and ends with 1', async ({ line, id, code }) => {
    const result = await run(['decide'], [line, tuesday]);
    const error: unknown = { code, message: expect.stringMatching(/^Cannot /) };
    expect(answers(result)).toEqual([{ id, error }, expect.objectContaining({ decision: 'allow' })]);
    expect(result.code).toBe(1);
  });

  test('takes packs of another folder', async () => {
    const asked = { ...tuesday, j: 'TEST', at: '2040-12-25T03:00:00Z' };
    expect(answers(await run(['decide', '--packs', fixtures], [asked]))).toMatchObject([
      { decision: 'allow' },
    ]);
  });

  test('ends with 2 when a folder does not load', async () => {
    const result = await run(['decide', '--packs', join(fixtures, 'none')], [tuesday]);
    expect(result).toMatchObject({ code: 2, out: '' });
    expect(result.err).toContain('name an existing folder');
  });

  test('reads a file with a byte order mark and the line ends of another system', async () => {
    const result = await run(['decide'], [`\uFEFF${JSON.stringify(tuesday)}\r`]);
    expect([result.code, answers(result)]).toMatchObject([0, [{ id: 'a', decision: 'allow' }]]);
  });

  test('refuses an unknown profile', async () => {
    await expect(run(['decide', '--profile', 'soft'])).rejects.toThrow(/strict, lenient/);
  });
});

describe('a strict rule set aside', () => {
  const second = { ...tuesday, prior: [{ at: '2026-11-24T08:00:00-05:00', ch: 'sms', res: 'unanswered' }] };
  const strategyFile = (rule: string): string => {
    const folder = mkdtempSync(join(tmpdir(), 'recobro-'));
    const file = join(folder, 'consumo.yaml');
    const own = readFileSync(join(__dirname, '..', '..', '..', 'strategies', 'consumo.yaml'), 'utf8');
    const list = `lenient_rules: [{rule: ${rule}, reason: Dos créditos, signed_by: Ana, signed_on: 2026-11-01}]`;
    writeFileSync(file, `${own}\n${list}\n`);
    return file;
  };

  test('by name: what would be', async () => {
    const asked = ['decide', '--lenient-rule', 'CO-STRICT-WEEK', 'CO-HOUSE-DAY'];
    expect(answers(await run(asked, [second]))).toMatchObject([{ decision: 'allow' }]);
    expect(answers(await run(asked.slice(0, 3), [second]))).toMatchObject([{ rules: ['CO-HOUSE-DAY'] }]);
  });

  test('by a strategy, with its reason and signature', async () => {
    const { out, code } = await run(['explain', '--strategy', strategyFile('CO-HOUSE-DAY')], [second]);
    expect(out).toContain('Motivo: «Dos créditos». Firmó Ana el domingo 1 de noviembre de 2026.');
    expect(code).toBe(0);
  });

  test.each([
    {
      rule: 'one that is law in both readings',
      args: ['--lenient-rule', 'CO-2300-3-DAY'],
      says: 'never be set aside',
    },
    {
      rule: 'one that no pack has',
      args: ['--lenient-rule', 'CO-HOUSE-DAI'],
      says: 'did you mean "CO-HOUSE-DAY"?',
    },
    {
      rule: 'any under the lenient profile',
      args: ['--profile', 'lenient', '--lenient-rule', 'CO-HOUSE-DAY'],
      says: 'keep profile: strict',
    },
    {
      rule: 'a strategy that names a rule of both readings',
      args: ['--strategy', strategyFile('CO-2300-3-DAY')],
      says: 'never be set aside',
    },
  ])('refuses $rule', async ({ args, says }) => {
    const result = await run(['decide', ...args], [second]);
    expect(result).toMatchObject({ code: 2, out: '' });
    expect(result.err).toContain(says);
  });

  test('a strategy brings its own profile', async () => {
    await expect(
      run(['decide', '--strategy', strategyFile('CO-HOUSE-DAY'), '--profile', 'lenient']),
    ).rejects.toThrow(/cannot be used with/);
  });
});

test('law explain writes Spanish for people', async () => {
  const { out, code } = await run(['explain'], [{ ...tuesday, at: '2026-11-29T10:00:00-05:00' }]);
  expect(out).toContain('── a\nContacto por SMS, reglas de CO\n');
  expect(out).toContain('NO SE PERMITE');
  expect(code).toBe(0);
});

describe('law check', () => {
  test('reports findings and ends with 0 while none is an error', async () => {
    const { lines, code } = await run(['check']);
    expect(lines.at(-1)).toMatch(/^0 errors, \d+ warnings, \d+ notes$/);
    expect(code).toBe(0);
  });

  test('writes findings as JSON lines', async () => {
    const findings = answers(await run(['check', '--json', '--on', '2030-06-01']));
    expect(findings).toContainEqual(
      expect.objectContaining({ severity: 'warning', code: 'calendar.endsSoon', where: 'CO' }),
    );
  });

  test.each([
    { rule: 'calendars that have ended: 1', args: ['--on', '2031-01-01'], code: 1 },
    { rule: 'a date that cannot be read: 2', args: ['--on', 'tomorrow'], code: 2 },
    { rule: 'packs that do not load: 1', args: ['--packs', join(fixtures, 'none')], code: 1 },
  ])('$rule', async ({ args, code }) => {
    expect((await run(['check', ...args])).code).toBe(code);
  });
});
