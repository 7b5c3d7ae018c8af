import type { SendChannel } from '../domain/channel';
import { canonicalJson } from '../domain/ledger';
import type { Person } from '../domain/person';
import { isoFromDay } from '../domain/time/calendar';
import { localDay } from '../domain/time/zones';
import type { TemplateLibrary } from '../policy/templates/load';
import type { RenderedMessage } from '../policy/templates/render';
import { renderMessage } from '../policy/templates/render';
import { sha256Hex } from '../store/store';
import type { SendTouchRequest } from '../workflows/contract';
import type { OutboundMessage, TenantProfile } from './ports';

/** A message ready to go out, with the body that the store keeps and its hash. */
export interface ComposedMessage {
  readonly outbound: OutboundMessage;
  readonly rendered: RenderedMessage;
  /** Canonical JSON of subject, text and html. */
  readonly body: string;
  readonly bodyHash: string;
}

interface Envelope {
  readonly request: SendTouchRequest;
  readonly person: Person;
  readonly channel: SendChannel;
  readonly attemptId: string;
  readonly profile: TenantProfile;
  /** Content tags that the law of the place asks for. */
  readonly require: readonly string[];
}

/** Renders the touch's template for the person and puts it into the channel's form. */
export function composeMessage(templates: TemplateLibrary, envelope: Envelope): ComposedMessage {
  const { request, person, channel } = envelope;
  const unsubscribeUrl = linkTo('u', envelope);
  const rendered = renderMessage(templates, {
    template: request.touch.template,
    channel,
    language: person.language,
    require: envelope.require,
    variables: {
      ...request.bill,
      debtorName: person.name,
      creditorName: envelope.profile.creditorName,
      contactPhone: envelope.profile.contactPhone,
      accountRef: maskedRef(request.accountId),
      payUrl: linkTo('p', envelope),
      unsubscribeUrl,
    },
  });
  const { subject, text, html } = rendered;
  const body = canonicalJson({ subject, text, html });
  return {
    outbound: outboundOf(envelope, rendered, unsubscribeUrl),
    rendered,
    body,
    bodyHash: sha256Hex(body),
  };
}

function outboundOf(
  { request, person, channel, attemptId }: Envelope,
  rendered: RenderedMessage,
  unsubscribeUrl: string,
): OutboundMessage {
  const { text, subject = '', html = '' } = rendered;
  const base = { tenant: request.tenant, attemptId, to: person.addresses[channel] ?? '', text };
  switch (channel) {
    case 'email':
      return { ...base, channel, subject, html, unsubscribeUrl };
    case 'letter':
      return { ...base, channel, subject, recipientName: person.name, date: dateOf(request, person) };
    case 'sms':
    case 'whatsapp':
    case 'voice':
      return { ...base, channel };
  }
}

/** An opaque link: 22 characters that say nothing about the debtor (the portal resolves them). */
const linkTo = (page: 'p' | 'u', { profile, attemptId }: Envelope): string =>
  `${profile.portalUrl}/${page}/${Buffer.from(attemptId, 'hex').toString('base64url')}`;

const dateOf = ({ touch }: SendTouchRequest, { zones: [zone] }: Person): string =>
  isoFromDay(localDay(touch.at, zone));

const maskedRef = (accountId: string): string => `****${accountId.slice(-4)}`;
