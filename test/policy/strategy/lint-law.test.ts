import type { Strategy } from '../../../domain/strategy';
import { loadLaw, PRODUCT_PLATFORMS } from '../../../policy/law/library';
import type { LawFinding } from '../../../policy/strategy/lint-law';
import { lintLaw } from '../../../policy/strategy/lint-law';
import { loadStrategy } from '../../../policy/strategy/parse';
import { at, aStrategy, aTask, aTouch } from '../../builders';

const law = loadLaw({ platforms: PRODUCT_PLATFORMS });
const now = at('2026-03-02 08:00');
const use = { law, places: [], debtor: 'consumer', now } as const;

const lint = (change: Partial<Strategy>, more: Partial<typeof use> | { places: readonly string[] } = {}) =>
  lintLaw(aStrategy({ jurisdiction: 'CO', ...change }), { ...use, ...more });

const told = (findings: readonly LawFinding[]) =>
  findings.map(({ severity, place, segment, step, channels, rules }) => ({
    ...{ severity, place, segment, step },
    channels,
    rules: rules.map(({ rule }) => rule),
  }));

const night = { from: 20 * 3600, to: 22 * 3600 };

test.each(['consumo', 'facturas-b2b', 'servicios'])('the example %s is lawful where it is used', (name) => {
  const strategy = loadStrategy(`strategies/${name}.yaml`);
  const findings = lintLaw(strategy, { ...use, places: ['CO', 'MX', 'CL', 'BR'] });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('a window outside the lawful hours is refused with the rule and its article', () => {
  const [finding] = lint({ sendWindow: night, steps: [aTouch('aviso', 1, { via: ['sms'] })] });
  expect(finding).toMatchObject({
    severity: 'error',
    code: 'law.never',
    step: 'aviso',
    rules: [{ rule: 'CO-2300-3-HOURS', cite: 'Ley 2300 de 2023, art. 3' }],
    remedy: expect.stringContaining('let send_window overlap the lawful hours'),
  });
});

test('what the law of consumers forbids may be done to businesses, if that is said', () => {
  expect(lint({ sendWindow: night }, { debtor: 'business' } as never)).toEqual([]);
});

test('a window that is lawful on one day of the week only is not refused', () => {
  const saturdays = { from: 14 * 3600 + 1800, to: 15 * 3600 };
  expect(lint({ sendWindow: saturdays })).toEqual([]);
});

test('a call before the least number of days is refused; a later one is not', () => {
  const steps = [aTask('pronto', 5), aTask('tarde', 20)];
  const findings = lint({ steps }, { places: ['BR-AM'] });
  expect(told(findings)).toEqual([
    {
      ...{ severity: 'error', place: 'BR-AM', segment: null, step: 'pronto' },
      channels: ['voice'],
      rules: ['BR-AM-360-15D'],
    },
  ]);
  expect(findings[0]?.remedy).toContain('move the step to a later day');
});

test('one forbidden channel among others is a warning', () => {
  const steps = [aTouch('voz', 5, { via: ['voice', 'email'] })];
  expect(told(lint({ steps }, { places: ['BR-AM'] }))).toMatchObject([
    { severity: 'warning', step: 'voz', channels: ['voice'] },
  ]);
});

test('a segment is looked at where it is used, and only there', () => {
  const segments = [
    {
      id: 'amazonas',
      when: { field: 'jurisdiction', eq: 'BR-AM' },
      overrides: { steps: [aTask('pronto', 5)] },
    },
  ] as const;
  expect(told(lint({ segments }, { places: ['BR-AM'] }))).toMatchObject([
    { place: 'BR-AM', segment: 'amazonas', step: 'pronto' },
  ]);
  expect(lint({ segments })).toEqual([]);
});

test('a place without rules is an error: nothing would be sent there', () => {
  expect(lint({}, { places: ['XX'] })).toMatchObject([{ code: 'law.noPack', place: 'XX' }]);
});
