import type { LoggedContact } from '../../domain/person';
import { HOUR_MS } from '../../domain/time/calendar';
import type { SendTouchRequest } from '../../workflows/contract';
import { AT, aTouch, TouchLab } from './touch-lab';

const earlier: LoggedContact = {
  ...{ at: AT - HOUR_MS, channel: 'sms', outcome: 'unanswered' },
  ...{ account: 'A-2', attempt: 'a-2' },
};
const colombian = { jurisdiction: 'CO', contacts: [earlier] };

const claimAfter = async (more: Partial<SendTouchRequest>, person: object = colombian) => {
  const lab = new TouchLab(person);
  const reply = await lab.send(aTouch(more));
  const claim = lab.store.ledger.find(({ type }) => type === 'touch_claimed');
  return { reply, facts: claim?.facts, sent: lab.sent() };
};

describe('a second message on a day, which only the house forbids', () => {
  test('waits in the strict reading', async () => {
    const { reply, sent } = await claimAfter({});
    expect(reply).toMatchObject({ result: { kind: 'wait', rules: ['CO-HOUSE-DAY'] } });
    expect(sent).toEqual([]);
  });

  test('goes out where the strategy sets that rule aside, and the ledger says so', async () => {
    const { facts, sent } = await claimAfter({ setAside: ['CO-STRICT-WEEK', 'CO-HOUSE-DAY'] });
    expect(sent).toEqual(['sms']);
    expect(facts).toMatchObject({ profile: 'strict', setAside: ['CO-HOUSE-DAY'] });
  });

  test('is nothing to speak of where it is the first: the ledger is that of the strict reading', async () => {
    const first = { ...colombian, contacts: [] };
    const strict = await claimAfter({}, first);
    const own = await claimAfter({ setAside: ['CO-HOUSE-DAY'] }, first);
    expect(own.facts).toEqual(strict.facts);
    expect(own.facts).not.toHaveProperty('setAside');
  });
});
