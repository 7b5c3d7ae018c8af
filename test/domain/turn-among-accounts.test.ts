import type { Intent } from '../../domain/case/intent';
import type { LoggedContact } from '../../domain/person';
import { turnOf } from '../../domain/turn-among-accounts';
import { aPerson, at } from '../builders';

const intent = (account: string, when: string, priority: number): Intent => ({
  ...{ account, at: at(when), priority, via: ['sms'], actor: 'creditor', dpd: 1 },
});
const mine = { account: 'A1', priority: 20 };
const contact = { at: at('2026-03-11 10:00'), channel: 'sms', outcome: 'unanswered' } as const;
/** One contact a day, whoever makes it. */
const onceADay = (_intent: Intent, prior: readonly unknown[]): boolean => prior.length === 0;
const turn = (intents: Intent[], maySpeak = onceADay, contacts: LoggedContact[] = []) =>
  turnOf(aPerson({ intents, contacts }), { ...mine, contact }, maySpeak)?.account;

test.each([
  ['to one of higher priority later that day', [intent('A2', '2026-03-11 12:00', 80)], 'A2'],
  ['to one that is due at the same instant', [intent('A2', '2026-03-11 10:00', 80)], 'A2'],
  [
    'to the highest of several',
    [intent('A2', '2026-03-11 11:00', 30), intent('A3', '2026-03-11 16:00', 90)],
    'A3',
  ],
  [
    'to the earlier of two that are equal',
    [intent('A2', '2026-03-11 16:00', 30), intent('A3', '2026-03-11 11:00', 30)],
    'A3',
  ],
])('a message leaves its turn %s', (_, intents, expected) => {
  expect(turn(intents)).toBe(expected);
});

test.each([
  ['to its own account', [intent('A1', '2026-03-11 12:00', 80)]],
  ['to one of equal priority', [intent('A2', '2026-03-11 12:00', 20)]],
  ['to one that has had its hour', [intent('A2', '2026-03-11 09:59', 80)]],
  ['to one of tomorrow', [intent('A2', '2026-03-12 00:00', 80)]],
])('a message does not leave its turn %s', (_, intents) => {
  expect(turn(intents)).toBeUndefined();
});

test('nobody waits where the law lets both speak, nor for one whom it does not let speak anyway', () => {
  const other = [intent('A2', '2026-03-11 12:00', 80)];
  expect(turn(other, () => true)).toBeUndefined();
  expect(turn(other, () => false)).toBeUndefined();
});
