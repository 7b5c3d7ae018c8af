import fc from 'fast-check';
import { stateAsOf } from '../../../domain/case/as-of';
import type { CaseState } from '../../../domain/case/state';
import { why } from '../../../domain/case/why';
import { localDay } from '../../../domain/time/zones';
import { lives } from './arbitrary';
import { contactsOf } from './asking';
import { live } from './driver';

describe('for any life', () => {
  /** What a reader of the ledger can know of a state. */
  const known = ({ outcome, stage, booked, promises, progress }: CaseState) => ({
    outcome,
    stage,
    booked,
    promises: promises.map(({ id, state }) => [id, state]),
    progress: Object.entries(progress)
      .filter(([, { done, skipped }]) => done.length + skipped.length > 0)
      .map(([anchor, { done, skipped }]) => [anchor, [...done].sort(), [...skipped].sort()])
      .sort(),
  });

  test('stateAsOf() is the state that the case had', () => {
    fc.assert(
      fc.property(lives(['stop', 'clear']), (life) => {
        const { state, events, trail } = live(life);
        trail.forEach((moment, index) => {
          const isLastOfInstant = trail[index + 1] === undefined || trail[index + 1]!.at > moment.at;
          if (!isLastOfInstant) return;
          const then = stateAsOf({ state, events, changes: [] }, moment.at);
          expect(known(then)).toEqual(known(moment.after));
        });
      }),
      { numRuns: 200 },
    );
  });

  test('why() has an answer for every date, and says "contacted" where a message was sent', () => {
    fc.assert(
      fc.property(lives(), fc.integer({ min: -5, max: 160 }), (life, days) => {
        const { state, events } = live(life);
        const { strategy, opening, person, lawbook, until } = life;
        const on = localDay(opening.opened, opening.zone) + days;
        const contacts = contactsOf(events, opening.account);
        const story = { state, events, changes: [], contacts, person };
        const answer = why({ ...story, account: opening.account, on, now: until, strategy, lawbook });
        const isSent = contacts.some((contact) => localDay(contact.at, opening.zone) === on);
        expect(answer.verdict === 'contacted').toBe(isSent);
      }),
      { numRuns: 200 },
    );
  });
});
