import type { SendChannel } from '../domain/channel';
import type { PublicChange } from '../domain/person';
import type { Instant } from '../domain/time/calendar';

/** Case time of the host: the real clock in production; where time is skipped, the instant that the workflow planned. */
export interface Clock {
  now(planned: Instant): Instant;
}

interface OutboundBase {
  readonly tenant: string;
  /** Travels with the message (tag, header), so that provider feedback finds its attempt. */
  readonly attemptId: string;
  readonly to: string;
}

export interface OutboundEmail extends OutboundBase {
  readonly channel: 'email';
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** One-click unsubscribe address (RFC 8058), without personal data. */
  readonly unsubscribeUrl: string;
}

export interface OutboundSms extends OutboundBase {
  readonly channel: 'sms';
  readonly text: string;
}

/** WhatsApp texts and voice messages; which adapters exist is for the composition root to say. */
export interface OutboundText extends OutboundBase {
  readonly channel: 'whatsapp' | 'voice';
  readonly text: string;
}

export interface OutboundLetter extends OutboundBase {
  readonly channel: 'letter';
  readonly subject: string;
  readonly text: string;
  readonly recipientName: string;
  /** Local date of sending, as YYYY-MM-DD. */
  readonly date: string;
}

export type OutboundMessage = OutboundEmail | OutboundSms | OutboundText | OutboundLetter;

/**
 * What is known after one try. `unknown`: the provider may have it (time-out, reset, 5xx); it is never sent again.
 * `not_sent`: it certainly has not (refused, throttled); `retryable` says whether another try may help.
 */
export type SendResult =
  | { readonly kind: 'accepted'; readonly providerId: string; readonly segments?: number }
  | { readonly kind: 'not_sent'; readonly retryable: boolean; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** One channel's way out. Tries exactly once. */
export interface MessageGateway {
  send(message: OutboundMessage): Promise<SendResult>;
}

/** What a tenant's messages say and where they lead; without personal data. */
export interface TenantProfile {
  readonly creditorName: string;
  readonly contactPhone: string;
  /** Web address of the debtor portal, without a slash at the end. */
  readonly portalUrl: string;
  /** What the line of the calls keeps, as content tags: `caller_id_visible`, `caller_id_600`. */
  readonly lineTags?: readonly string[];
  /** What the platform has allowed. Absent = no template is approved, and collecting for others is not cleared. */
  readonly whatsapp?: {
    readonly approvedTemplates: readonly string[];
    /** Stated in writing: the tenant may collect for others over WhatsApp. */
    readonly thirdPartyCleared?: boolean;
  };
}

/** Tells the other accounts of a person that the person's record has changed. */
export interface PersonBroadcast {
  tell(news: {
    readonly tenant: string;
    readonly accounts: readonly string[];
    readonly eventId: string;
    readonly at: Instant;
    readonly change: PublicChange;
  }): Promise<void>;
}

/** The gateways of a host; a channel without one cannot be used there. */
export type Gateways = Readonly<Partial<Record<SendChannel, MessageGateway>>>;
