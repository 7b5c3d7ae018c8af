import type { OutboundMessage, SendResult } from '../ports';

/** What an error of the AWS SDK may tell; every member is optional, because a broken connection tells little. */
interface SendError {
  readonly name?: string;
  readonly code?: string;
  readonly syscall?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const throttled = new Set([
  'LimitExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'SlowDown',
  'Throttled',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
]);

/** Refusals that end by themselves or with the next set of credentials. */
const passing = new Set([
  'CredentialsProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'RequestExpired',
  'RequestTimeTooSkewed',
]);

const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** The SDK's own connection time-out has no code, and an error that the SDK wraps loses its code: both have a text. */
const neverConnectedTexts =
  /did not establish a connection with the server|connect ECONNREFUSED|getaddrinfo (ENOTFOUND|EAI_AGAIN)/;

/**
 * What a failed send means: whoever says `not_sent` must be certain, so everything else is `unknown`.
 *
 * @see https://docs.aws.amazon.com/ses/latest/dg/using-ses-api-error-codes.html
 */
export function classifySendError(error: unknown): SendResult {
  const sendError: SendError = typeof error === 'object' && error !== null ? error : {};
  const reason = reasonOf(sendError);
  const name = sendError.name ?? '';
  const status = sendError.$metadata?.httpStatusCode;
  if (status === undefined) {
    const isNotSent = passing.has(name) || didNotConnect(sendError);
    return isNotSent ? { kind: 'not_sent', retryable: true, reason } : { kind: 'unknown', reason };
  }
  // 408: the service waited for a request that it may have read in full.
  if (status < 400 || status >= 500 || status === 408) return { kind: 'unknown', reason };
  const retryable = status === 429 || throttled.has(name) || passing.has(name);
  return { kind: 'not_sent', retryable, reason };
}

/** For a gateway that is handed a message of another channel. */
export const wrongChannel = (message: OutboundMessage, gateway: string): SendResult => ({
  kind: 'not_sent',
  retryable: false,
  reason: `WrongChannel: the ${gateway} gateway cannot send by ${message.channel}, register it for its own channel`,
});

/** Before a connection exists, nothing can have been sent. */
function didNotConnect({ code, syscall, message = '' }: SendError): boolean {
  if (syscall === 'connect' || syscall === 'getaddrinfo') return true;
  if (code !== undefined) return neverConnected.has(code);
  return neverConnectedTexts.test(message);
}

/** Name and code only: messages of providers may repeat the address. */
function reasonOf({ name = 'UnknownError', code, $metadata }: SendError): string {
  const status = $metadata?.httpStatusCode;
  return [name, code, status === undefined ? undefined : `HTTP ${status}`].filter(Boolean).join(' ');
}
