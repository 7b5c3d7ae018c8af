import { dayFromIso } from '../../../domain/time/calendar';
import type { Finding } from '../../../policy/law/check';
import { checkLaw } from '../../../policy/law/check';
import { loadLaw } from '../../../policy/law/library';

const law = loadLaw();
const on = (date: string) => checkLaw(law, dayFromIso(date));
const codes = (findings: readonly Finding[], where: string) =>
  findings.filter((one) => one.where === where).map(({ code }) => code);

test.each([
  { rule: 'are silent a year before their end', date: '2029-12-31', severities: [] },
  { rule: 'warn in their last 12 months', date: '2030-01-01', severities: ['warning'] },
  { rule: 'warn on their last day', date: '2030-12-31', severities: ['warning'] },
  { rule: 'are an error after their end', date: '2031-01-01', severities: ['error'] },
])('calendars $rule', ({ date, severities }) => {
  const calendar = on(date).filter(({ code, where }) => code.startsWith('calendar.') && where === 'CO');
  expect(calendar.map(({ severity }) => severity)).toEqual(severities);
});

test('every pack is unreviewed, and that is a warning', () => {
  const unreviewed = on('2026-11-22').filter(({ code }) => code === 'pack.unreviewed');
  expect(unreviewed.map(({ where }) => where)).toEqual(law.packs.map(({ id }) => id));
  expect(new Set(unreviewed.map(({ severity }) => severity))).toEqual(new Set(['warning']));
});

test('rules to verify and rules in conflict are named, house rules without a source are not', () => {
  const found = on('2026-11-22').filter(({ rule }) => rule !== undefined);
  expect(found).toContainEqual(expect.objectContaining({ code: 'rule.toVerify', rule: 'US-22F3-WORKMAIL' }));
  expect(found).toContainEqual(expect.objectContaining({ code: 'rule.conflict', rule: 'CO-STRICT-WEEK' }));
  expect(found).not.toContainEqual(expect.objectContaining({ rule: 'CO-HOUSE-DAY' }));
});

test('missing kinds and hours that only the house set are notes', () => {
  const findings = on('2026-11-22');
  expect(codes(findings, 'PA')).toEqual(expect.arrayContaining(['pack.missingKinds', 'pack.houseOnly']));
  expect(codes(findings, 'CL')).not.toContain('pack.houseOnly');
});

test('today there is no error', () => {
  expect(on('2026-11-22').filter(({ severity }) => severity === 'error')).toEqual([]);
});
