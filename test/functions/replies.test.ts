import type { PersonChange } from '../../domain/person';
import type { Reply } from '../../functions/replies';
import { createReplies } from '../../functions/replies';
import { AT, aPerson } from '../store/fixtures';

/** Two persons behind one telephone; every change that is asked for. */
function lab() {
  const changes: [string, string, PersonChange][] = [];
  const store = {
    findByContact: async ({ address }: { address: string }) =>
      address === '+573001234567'
        ? ['p-1', 'p-2'].map((id) => ({ person: aPerson(id), version: 1, accounts: [] }))
        : [],
  };
  const changePerson = async (
    _tenant: string,
    id: string,
    eventId: string,
    _at: number,
    change: PersonChange,
  ) => {
    changes.push([id, eventId, change]);
  };
  const replies = createReplies({ store, intake: { changePerson } });
  const reply = (more: Partial<Reply>) =>
    replies.received({
      tenant: 'acme',
      channel: 'sms',
      from: '+573001234567',
      text: '',
      at: AT,
      eventId: 'e-1',
      ...more,
    });
  return { changes, reply };
}

const proof = { at: AT, how: 'sms_keyword' };

test.each<{ text: string; intent: string | null; change: PersonChange | null }>([
  { text: 'BAJA', intent: 'opt_out', change: { kind: 'opt_out', channel: 'sms', proof } },
  { text: 'stop all', intent: 'opt_out_all', change: { kind: 'opt_out', channel: 'all', proof } },
  { text: 'Alta', intent: 'opt_in', change: { kind: 'consent', channel: 'sms', proof } },
  { text: 'AYUDA', intent: 'help', change: null },
  { text: 'mañana pago', intent: null, change: null },
])('"$text" changes everybody who is reached at the address: $intent', async ({ text, intent, change }) => {
  const { changes, reply } = lab();
  expect(await reply({ text })).toEqual({ intent, persons: ['p-1', 'p-2'] });
  expect(changes).toEqual(
    change
      ? [
          ['p-1', 'e-1/p-1', change],
          ['p-2', 'e-1/p-2', change],
        ]
      : [],
  );
});

test('nobody is reached at an address that nobody has', async () => {
  const { changes, reply } = lab();
  expect(await reply({ text: 'BAJA', from: '+10000000' })).toEqual({ intent: 'opt_out', persons: [] });
  expect(changes).toEqual([]);
});
