import type { SendChannel } from '../../domain/channel';
import type { Instant } from '../../domain/time/calendar';
import { MINUTE_MS } from '../../domain/time/calendar';
import type { Store } from '../../store/store';
import type { Departure } from '../aws-gateways';
import type { ProviderReport } from '../live-world';
import type { BounceRule } from '../world';

interface Sent {
  readonly attemptId: string;
  readonly providerId: string;
  readonly channel: SendChannel;
}

/** The messages that have left for one person, and the bounces that the scripted world answers them with. */
export class Mailbox {
  private readonly sent: Sent[] = [];
  private readonly unanswered: { readonly rule: BounceRule; readonly sent: Sent }[] = [];

  constructor(private readonly rules: readonly BounceRule[]) {}

  /** Keeps a departure that the provider took. */
  keep({ message, result }: Departure): void {
    if (result.kind !== 'accepted') return;
    const sent = { attemptId: message.attemptId, providerId: result.providerId, channel: message.channel };
    this.sent.push(sent);
    const nth = this.sent.filter(({ channel }) => channel === sent.channel).length;
    const rule = this.rules.find((known) => known.channel === sent.channel && known.nth === nth);
    if (rule) this.unanswered.push({ rule, sent });
  }

  /** Bounces of what has left since the last call; the instant of sending is the store's. */
  async reports(store: Store): Promise<ProviderReport[]> {
    const answered = this.unanswered.splice(0);
    const reports = answered.map(async ({ rule, sent }) => {
      const attempt = await store.findAttempt(sent.attemptId);
      const at: Instant = (attempt?.at ?? 0) + rule.afterMinutes * MINUTE_MS;
      return { at, providerId: sent.providerId, hard: rule.kind === 'hard' };
    });
    return Promise.all(reports);
  }
}
