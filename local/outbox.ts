import type { Gateways, MessageGateway, OutboundMessage, SendResult } from '../activities/ports';
import type { SendChannel } from '../domain/channel';
import { sendChannels } from '../domain/channel';

/** A message as it left, in order of leaving. */
export interface SentMessage {
  readonly attemptId: string;
  readonly channel: SendChannel;
  readonly to: string;
  readonly text: string;
  readonly providerId: string;
}

/** Gateways that keep what they are given instead of sending it. For scenarios and tests; the demo sends through AWS. */
export class Outbox {
  readonly sent: SentMessage[] = [];

  /** One gateway per channel. */
  readonly gateways: Gateways = Object.fromEntries(
    sendChannels.map((channel) => [channel, this.gatewayOf()]),
  );

  private gatewayOf(): MessageGateway {
    return { send: async (message) => this.keep(message) };
  }

  private keep({ attemptId, channel, to, text }: OutboundMessage): SendResult {
    const providerId = `out-${attemptId}`;
    this.sent.push({ attemptId, channel, to, text, providerId });
    return { kind: 'accepted', providerId };
  }
}
