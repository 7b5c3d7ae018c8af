import { HOUR_MS, MINUTE_MS } from '../../../domain/time/calendar';
import { isoFromDay } from '../../../domain/time/calendar';
import { localDay, localSecond } from '../../../domain/time/zones';
import { newAccountSchema } from '../../../functions/wire/account';
import { loanOf } from '../../../local/deploy/world';

const START = Date.UTC(2026, 0, 1);
const HALF_HOURS = Array.from({ length: 2 * 24 * 365 }, (_, at) => START + at * 30 * MINUTE_MS);

test('whenever the check runs, its debtors live where it is at least two hours from midnight', () => {
  const atNight = HALF_HOURS.filter((now) => {
    const { zone } = loanOf('CR-1', now).person;
    const hours = localSecond(now, zone) / (HOUR_MS / 1_000);
    return hours < 2 || hours > 22;
  });
  expect(atNight).toEqual([]);
});

test('a loan of the check is one that the API takes, and it fell due yesterday', () => {
  const now = START + 15 * HOUR_MS;
  const loan = newAccountSchema.parse(loanOf('CR-1', now));
  expect(loan.debts[0]?.due).toBe(isoFromDay(localDay(now, loan.person.zone) - 1));
});
