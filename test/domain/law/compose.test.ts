import { compileLawbook } from '../../../domain/law/lawbook';
import type { Basis, RuleData, RuleKind } from '../../../domain/law/pack';
import { ZONES_VERSION } from '../../../domain/time/zone-data';
import {
  aPack,
  aPrior,
  aRequest,
  bogota,
  bookOf,
  counting,
  denying,
  hours,
  office,
  ruleBase,
} from './samples';

const sunday = aRequest({ at: bogota('2026-11-29T10:00:00') });
const closed = (id: string, over: Partial<RuleData> = {}): RuleData =>
  ({ ...office({ id }), ...over }) as RuleData;
const day = (text: string) => Math.floor(bogota(`${text}T12:00:00`) / 86_400_000);

describe('precedence of reasons', () => {
  const always: Readonly<Partial<Record<RuleKind, object>>> = {
    stop: { denyIf: ['f'] },
    consent: { denyIf: ['f'] },
    recipient: { allow: [] },
    place: { deny: ['home'] },
    precondition: { denyIf: ['f'] },
    min_dpd: { days: 99 },
    window: { monFri: 'closed', sat: 'closed', sun: 'closed', holiday: 'closed', endInclusive: false },
    cap: { limit: 1, period: 'day', counting: counting() },
    cooldown: { days: 2, counting: counting() },
    channel_lock: { period: 'day', counting: counting() },
    next_days_lock: { period: 'rolling7d', counting: counting() },
    spacing: { minHours: 99, counting: counting() },
    content_require: { tags: ['x'] },
    content_forbid: { tags: ['y'] },
  };
  const prior = [
    aPrior('2026-11-24T09:00:00', { channel: 'sms' }),
    aPrior('2026-11-23T09:00:00', { channel: 'sms' }),
  ];
  const request = aRequest({ facts: ['f'], place: 'home', content: ['y'], prior });
  const rule = (kind: RuleKind, basis: Basis, profile?: 'strict'): RuleData =>
    // The fields of each kind are in the table above.
    ({
      ...ruleBase,
      ...always[kind],
      kind,
      basis,
      id: [kind, basis, profile].join(),
      ...(profile && { profile }),
    }) as unknown as RuleData;

  test('conditions go by kind and then basis, clock rules and content by basis, profile and then kind', () => {
    const kinds = Object.keys(always) as RuleKind[];
    const rules = kinds.flatMap((kind) => [
      rule(kind, 'policy'),
      rule(kind, 'law', 'strict'),
      rule(kind, 'regulation'),
      rule(kind, 'guide'),
    ]);
    const book = bookOf(aPack({ rules: rules.toReversed() }));
    const ordered = (kind: string) => [
      `${kind},regulation,`,
      `${kind},law,strict`,
      `${kind},guide,`,
      `${kind},policy,`,
    ];
    const byBasis = (group: string[]) =>
      ['regulation,', 'law,strict', 'guide,', 'policy,'].flatMap((tail) =>
        group.map((kind) => `${kind},${tail}`),
      );
    expect(denying(book, request)).toEqual([
      ...kinds.slice(0, 6).flatMap(ordered),
      ...byBasis(kinds.slice(6, 12)),
      ...byBasis(kinds.slice(12)),
    ]);
  });

  test('law and regulation rank alike: the file decides', () => {
    const rules = [rule('window', 'regulation'), rule('window', 'law')];
    expect(denying(bookOf(aPack({ rules })), request)).toEqual(['window,regulation,', 'window,law,']);
  });
});

describe('overlays and sets', () => {
  const base = aPack({
    id: 'BASE',
    rules: [closed('BASE-1')],
    scope: { actors: ['third_party'], debtors: ['consumer'] },
  });
  const set = aPack({
    id: 'SET',
    rules: [closed('SET-1', { basis: 'law' })],
    scope: { actors: ['assignee'] },
    timezones: [],
  });

  test('base rules come first, included rules before own ones', () => {
    const top = aPack({ id: 'TOP', extends: 'BASE', includes: ['SET'], rules: [closed('TOP-1')] });
    expect(denying(bookOf(top, base, set), sunday)).toEqual(['BASE-1', 'SET-1', 'TOP-1']);
  });

  test('base rules keep their scope; what the overlay leaves out is taken from the base', () => {
    const top = aPack({
      id: 'TOP',
      extends: 'BASE',
      rules: [closed('TOP-1')],
      scope: { actors: ['creditor', 'third_party'] },
    });
    const book = bookOf(top, base);
    expect(denying(book, { ...sunday, actor: 'creditor' })).toEqual(['TOP-1']);
    expect(denying(book, { ...sunday, debtor: 'business' })).toEqual([]);
  });

  test('included rules take the scope and date of the pack that includes them', () => {
    const top = aPack({
      id: 'TOP',
      includes: ['SET'],
      scope: { actors: ['creditor'] },
      effectiveFrom: day('2026-11-30'),
    });
    const book = bookOf(top, set);
    expect(denying(book, { ...sunday, actor: 'creditor' })).toEqual([]);
    expect(denying(book, { ...sunday, at: bogota('2026-12-06T10:00:00'), actor: 'creditor' })).toEqual([
      'SET-1',
    ]);
    expect(denying(book, { ...sunday, at: bogota('2026-12-06T10:00:00'), actor: 'assignee' })).toEqual([]);
  });

  test('before its date an overlay gives the rules of the base only', () => {
    const top = aPack({
      id: 'TOP',
      extends: 'BASE',
      rules: [closed('TOP-1')],
      effectiveFrom: day('2026-11-30'),
    });
    expect(denying(bookOf(top, base), sunday)).toEqual(['BASE-1']);
  });

  test('the later of pack date and rule date counts, and a rule may replace the scope', () => {
    const rules = [
      closed('R-1', { from: day('2026-11-30') }),
      closed('R-2', { from: day('2020-01-01'), scope: { actors: ['creditor'] } }),
    ];
    const book = bookOf(
      aPack({ rules, effectiveFrom: day('2026-11-29'), scope: { actors: ['third_party'] } }),
    );
    expect(denying(book, { ...sunday, actor: 'creditor' })).toEqual(['R-2']);
    expect(denying(book, sunday)).toEqual([]);
  });

  test('a set that base and overlay both include is listed once', () => {
    const twice = aPack({ id: 'TOP', extends: 'MID', includes: ['SET'] });
    const mid = aPack({ id: 'MID', includes: ['SET'] });
    expect(denying(bookOf(twice, mid, set), sunday)).toEqual(['SET-1']);
    expect(
      denying(bookOf(twice, mid, set), { ...sunday, zones: ['America/Bogota', 'America/Lima'] }),
    ).toEqual(['SET-1']);
  });

  test('in several zones it keeps its place too: that of the base, before what the overlay adds', () => {
    const twice = aPack({ id: 'TOP', extends: 'MID', includes: ['SET'] });
    const mid = aPack({ id: 'MID', includes: ['SET'], rules: [closed('MID-1')] });
    const zones = ['America/Bogota', 'America/Lima'];
    expect(denying(bookOf(twice, mid, set), { ...sunday, zones })).toEqual(['SET-1', 'MID-1']);
  });
});

describe('compileLawbook()', () => {
  test('names every pack, the calendar and the zone data in its version', () => {
    const base = aPack({ id: 'BASE', version: 'b1' });
    const book = bookOf(aPack({ id: 'TOP', version: 't1', extends: 'BASE' }), base);
    expect(book.version).toBe(`TOP@t1 BASE@b1 calendar:CAL@c0 zones@${ZONES_VERSION}`);
  });

  test.each([
    { rule: 'a base that is not loaded', pack: aPack({ extends: 'NONE' }), code: 'law.unknownPack' },
    { rule: 'a set that is not loaded', pack: aPack({ includes: ['NONE'] }), code: 'law.unknownPack' },
    { rule: 'a pack that extends itself', pack: aPack({ extends: 'P' }), code: 'law.badPack' },
    { rule: 'a pack that includes itself', pack: aPack({ includes: ['P'] }), code: 'law.badPack' },
    { rule: 'a set that is no place', pack: aPack({ timezones: [] }), code: 'law.badPack' },
  ])('refuses $rule', ({ pack, code }) => {
    expect(() => bookOf(pack, pack)).toThrow(expect.objectContaining({ code }));
  });

  test('refuses hours that close on holidays without a calendar', () => {
    const pack = aPack({ rules: [office({ holiday: hours(9, 10) })] });
    expect(() => compileLawbook({ pack, packs: () => undefined })).toThrow(
      expect.objectContaining({ code: 'law.badPack' }),
    );
  });

  test('a place without rules and calendar allows always', () => {
    const book = compileLawbook({ pack: aPack({ timezones: 'any' }), packs: () => undefined });
    expect(book.decide(aRequest({ at: bogota('2050-01-01T03:00:00') }), 'strict')).toEqual({ allowed: true });
  });
});
