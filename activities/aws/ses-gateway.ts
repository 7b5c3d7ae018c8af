import type { MessageTag, SESClient } from '@aws-sdk/client-ses';
import { SendRawEmailCommand } from '@aws-sdk/client-ses';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { MessageGateway, OutboundEmail } from '../ports';
import { classifySendError, wrongChannel } from './classify-error';

export interface SesGatewayOptions {
  /** A client that tries once; see `createAwsClients`. */
  readonly ses: Pick<SESClient, 'send'>;
  /** Address of the sender, with or without a name: `Cobranzas <cobranzas@example.com>`. */
  readonly from: string;
  readonly configurationSet?: string;
  /** Domain that takes unsubscribe requests by mail; without it only the link is offered. */
  readonly mailtoDomain?: string;
}

/** Mail by SES. SES puts its own Message-ID and Date, so what comes back is matched by the tags. */
export function createSesGateway(options: SesGatewayOptions): MessageGateway {
  return {
    async send(message) {
      if (message.channel !== 'email') return wrongChannel(message, 'SES');
      try {
        const mime = await mimeOf(message, options);
        const { MessageId } = await options.ses.send(rawEmail(message, mime, options));
        if (MessageId === undefined) return { kind: 'unknown', reason: 'SES answered without a message id' };
        return { kind: 'accepted', providerId: MessageId };
      } catch (error) {
        return classifySendError(error);
      }
    },
  };
}

function rawEmail(message: OutboundEmail, mime: Buffer, options: SesGatewayOptions): SendRawEmailCommand {
  return new SendRawEmailCommand({
    RawMessage: { Data: mime },
    Destinations: [message.to],
    Tags: tagsOf(message),
    ConfigurationSetName: options.configurationSet,
  });
}

/** SES takes letters, digits, `_` and `-` only, and fewer than 256 of them. */
function tagsOf({ attemptId, tenant }: OutboundEmail): MessageTag[] {
  const clean = (text: string): string => text.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 255);
  return [
    { Name: 'attemptId', Value: clean(attemptId) },
    { Name: 'tenant', Value: clean(tenant) },
  ];
}

/**
 * The mail as it goes out: text and HTML alternatives in UTF-8, one-click unsubscribe.
 *
 * @see RFC 2369, RFC 8058
 */
function mimeOf(message: OutboundEmail, { from, mailtoDomain }: SesGatewayOptions): Promise<Buffer> {
  const { attemptId, to, subject, text, html, unsubscribeUrl } = message;
  const mailto =
    mailtoDomain === undefined
      ? []
      : [`<mailto:unsubscribe+${attemptId}@${mailtoDomain}?subject=unsubscribe>`];
  const headers = {
    'List-Unsubscribe': [`<${unsubscribeUrl}>`, ...mailto].join(', '),
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'X-Recobro-Attempt': attemptId,
  };
  const composer = new MailComposer({
    from,
    to,
    subject,
    text,
    html,
    headers,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
