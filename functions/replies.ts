import type { SendChannel } from '../domain/channel';
import type { Proof } from '../domain/choices';
import type { ReplyIntent } from '../domain/keywords';
import { optOutIntent } from '../domain/keywords';
import type { PersonChange } from '../domain/person';
import type { Instant } from '../domain/time/calendar';
import type { Store } from '../store/store';
import type { Intake } from './intake';

/** What somebody wrote back. The receiving number or mailbox says whose tenant it is. */
export interface Reply {
  readonly tenant: string;
  readonly channel: Extract<SendChannel, 'sms' | 'whatsapp' | 'email'>;
  /** Address of the sender. */
  readonly from: string;
  readonly text: string;
  readonly at: Instant;
  /** Id that the provider gave to the message; a repeated one changes nothing. */
  readonly eventId: string;
}

export interface ReadReply {
  /** Null: for a person to read. */
  readonly intent: ReplyIntent | null;
  /** Everybody who is reached at that address; a family may share a telephone. */
  readonly persons: readonly string[];
}

/** Answers of debtors. What they choose with a keyword is effective at once, for all who are reached at the address. */
export function createReplies({
  store,
  intake,
}: {
  store: Pick<Store, 'findByContact'>;
  intake: Pick<Intake, 'changePerson'>;
}) {
  async function received({ tenant, channel, from, text, at, eventId }: Reply): Promise<ReadReply> {
    const intent = optOutIntent(text);
    const known = await store.findByContact({ tenant, channel, address: from });
    const persons = known.map(({ person }) => person.id);
    const change = changeOf(intent, channel, { at, how: `${channel}_keyword` });
    if (change) {
      for (const id of persons) await intake.changePerson(tenant, id, `${eventId}/${id}`, at, change);
    }
    return { intent, persons };
  }

  return { received };
}

function changeOf(intent: ReplyIntent | null, channel: SendChannel, proof: Proof): PersonChange | null {
  switch (intent) {
    case 'opt_out':
      return { kind: 'opt_out', channel, proof };
    case 'opt_out_all':
      return { kind: 'opt_out', channel: 'all', proof };
    case 'opt_in':
      return { kind: 'consent', channel, proof };
    case 'help':
    case null:
      return null;
  }
}
