import type { Person } from '../domain/person';
import { isoFromInstant } from '../domain/time/calendar';
import type { MadeContact } from './life';

interface Noted {
  readonly account: string;
  readonly contact: MadeContact;
}

/**
 * The contacts of one person as JSON lines of the law's contact log (law SPEC, section 10), in order of time. Written
 * at the end of the person's run, because a bounce changes what became of an earlier message.
 */
export class ContactLines {
  private readonly made: Noted[] = [];
  private readonly bounced = new Set<string>();

  constructor(private readonly person: Pick<Person, 'id' | 'jurisdiction' | 'zones' | 'kind'>) {}

  note(account: string, contact: MadeContact): void {
    this.made.push({ account, contact });
  }

  bounce(attempt: string): void {
    this.bounced.add(attempt);
  }

  text(): string {
    return this.made.map((noted) => `${JSON.stringify(this.line(noted))}\n`).join('');
  }

  private line({ account, contact }: Noted) {
    const { id, jurisdiction, zones, kind } = this.person;
    const { at, channel, actor, dpd, facts, attempt } = contact;
    return {
      person: id,
      account,
      debt: null,
      at: isoFromInstant(at),
      channel,
      jurisdiction,
      zones,
      actor,
      debtor: kind,
      recipient: 'debtor',
      place: null,
      dpd,
      facts,
      content: null,
      outcome: this.bounced.has(attempt) ? 'undelivered' : 'unanswered',
    };
  }
}
