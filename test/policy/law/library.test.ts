import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groupOf } from '../../../domain/law/compose';
import { instantFromIso, isoFromDay } from '../../../domain/time/calendar';
import { loadLaw } from '../../../policy/law/library';
import { readCalendar } from '../../../policy/law/read-calendar';
import { aRequest } from '../../domain/law/samples';

const law = loadLaw();
const ours = join(__dirname, '..', '..', 'fixtures', 'scenarios', 'packs');
const failing = (code: string): Error => expect.objectContaining({ code }) as Error;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recobro-law-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

describe("the product's own law", () => {
  test('has a lawbook for every place, and none for a set', () => {
    expect(law.packs).toHaveLength(23);
    expect(law.calendars).toHaveLength(19);
    expect(law.packs.filter(({ id }) => !law.has(id)).map(({ id }) => id)).toEqual(['LATAM-HOUSE', 'WHATSAPP']);
  });

  test.each(law.packs)('$id gives article, source and a Spanish text with every rule', ({ rules }) => {
    for (const { cite, source, es } of rules)
      expect([cite, source, es].every((text) => text.length > 5)).toBe(true);
  });

  test.each(law.calendars)(
    'calendar $id covers 2024 to 2030 and names each date once',
    ({ from, until, holidays }) => {
      expect([isoFromDay(from), isoFromDay(until)]).toEqual(['2024-01-01', '2030-12-31']);
      expect(new Set(holidays.map(({ day }) => day)).size).toBe(holidays.length);
    },
  );

  test.each(law.packs.filter(({ extends: base }) => base !== undefined))(
    'the calendar of $id contains that of its base',
    (pack) => {
      const days = (id: string) => law.lawbook(id).calendar?.holidays.map(({ day }) => day) ?? [];
      expect(days(pack.id)).toEqual(expect.arrayContaining(days(pack.extends ?? '')));
    },
  );

  test('every lenient rule has a strict one of its kind beside it', () => {
    const clock = law.packs.flatMap(({ rules }) => rules).filter(({ kind }) => groupOf(kind) === 1);
    for (const { profile, kind, cite } of clock.filter((rule) => rule.profile === 'lenient')) {
      expect(profile).toBe('lenient');
      expect(
        clock.some((rule) => rule.profile === 'strict' && rule.kind === kind && rule.cite.startsWith(cite)),
      ).toBe(true);
    }
  });
});

describe('loadLaw()', () => {
  test('adds the packs of other folders', () => {
    const book = loadLaw({ packsDirs: [ours] }).lawbook('TEST');
    expect(book.decide(aRequest({ at: instantFromIso('2019-12-25T03:00:00Z') }), 'strict')).toEqual({
      allowed: true,
    });
    expect(law.has('TEST')).toBe(false);
  });

  test('replaces a pack and a calendar by id, and says so in the version', () => {
    write('CO.yaml', 'pack: CO\ntimezones: [America/Bogota]\ncalendar: CO\nrules: []\n');
    write('CO.json', '{"id": "CO", "dates": [{"date": "2026-05-01", "name": "x"}]}');
    const other = loadLaw({ packsDirs: [folder], calendarsDirs: [folder] }).lawbook('CO');
    expect(other.rules).toEqual([]);
    expect(other.calendar?.holidays).toHaveLength(1);
    expect(other.version).not.toBe(law.lawbook('CO').version);
  });

  test('an overlay without a calendar takes that of its base', () => {
    write('CO-X.yaml', 'pack: CO-X\nextends: CO\ntimezones: [America/Bogota]\nrules: []\n');
    expect(loadLaw({ packsDirs: [folder] }).lawbook('CO-X').calendar?.id).toBe('CO');
  });

  test.each([
    {
      rule: 'an unknown base',
      text: 'pack: XX\nextends: YY\ntimezones: any\nrules: []\n',
      code: 'law.unknownPack',
    },
    {
      rule: 'an unknown calendar',
      text: 'pack: XX\ncalendar: YY\ntimezones: any\nrules: []\n',
      code: 'law.unknownCalendar',
    },
    { rule: 'a faulty file', text: 'pack: XX\n', code: 'law.badFile' },
    { rule: 'the id of another file', text: 'pack: ZZ\nrules: []\n', code: 'law.badFile' },
  ])('refuses $rule', ({ text, code }) => {
    write('XX.yaml', text);
    write('ZZ.yaml', 'pack: ZZ\nrules: []\n');
    expect(() => loadLaw({ packsDirs: [folder] })).toThrow(failing(code));
  });

  test('refuses a folder that is not there', () => {
    expect(() => loadLaw({ packsDirs: [join(folder, 'none')] })).toThrow(failing('law.badFile'));
  });

  test('an unknown place is an error that names the nearest one', () => {
    expect(() => law.lawbook('BR-PS')).toThrow(/did you mean BR-/);
    expect(() => law.lawbook('ZZ')).toThrow(failing('law.unknownPack'));
    expect(() => law.lawbook('LATAM-HOUSE')).toThrow(failing('law.badPack'));
  });
});

describe('readCalendar()', () => {
  test('takes the range from the file where it gives one', () => {
    const reading = readCalendar(
      '{"id": "X", "from": "2026-03-01", "until": "2026-06-30", "dates": [{"date": "2026-05-01", "name": "x"}]}',
      'X.json',
    );
    expect(reading).toMatchObject({ calendar: { from: 20_513, until: 20_634 } });
  });

  test.each([
    {
      rule: 'a date that does not exist',
      text: '{"id": "X",\n "dates": [\n {"date": "2026-02-30", "name": "x"}]}',
      line: 3,
    },
    { rule: 'no dates', text: '{"id": "X", "dates": []}', line: 1 },
    { rule: 'broken JSON', text: '{"id": "X", ', line: 1 },
    { rule: 'YAML that is not JSON', text: 'id: X\ndates: [{date: "2026-02-01", name: x}]', line: 1 },
  ])('refuses $rule', ({ text, line }) => {
    const reading = readCalendar(text, 'X.json');
    expect('problems' in reading && reading.problems[0]?.line).toBe(line);
  });
});
