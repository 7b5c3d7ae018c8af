import type { SendChannel } from '../domain/channel';
import { requiredContent } from '../domain/law/content';
import type { RuleBook } from '../domain/law/lawbook';
import { RecobroError } from '../domain/errors';
import { isUsable } from '../domain/person';
import type { TouchQuestion } from '../domain/touch';
import { contactRequest } from '../domain/touch';
import type { SendTouchRequest } from '../workflows/contract';
import type { ComposedMessage } from './compose-message';
import { composeMessage } from './compose-message';
import type { ActivityHost } from './host';

/** The question of a touch with what its messages say, and the messages by channel. */
export interface ComposedTouch {
  readonly question: TouchQuestion;
  readonly messages: ReadonlyMap<SendChannel, ComposedMessage>;
}

/** What is known of a message that cannot be written: its template or one of its values is missing. */
const NOT_WRITTEN: readonly string[] = ['not_written'];

/**
 * Writes the touch's message for every channel that the person can be reached by, with the sentences that the law of
 * the place requires, so that the law is asked about what would really be sent.
 */
export function composeTouch(
  host: ActivityHost,
  request: SendTouchRequest,
  { asked, book, attemptId }: { asked: TouchQuestion; book: RuleBook | null; attemptId: string },
): ComposedTouch {
  const messages = new Map<SendChannel, ComposedMessage>();
  const tags: Partial<Record<SendChannel, readonly string[]>> = {};
  for (const channel of asked.via.filter((via) => isUsable(asked.person, via))) {
    const message = compose(host, request, { asked, book, attemptId, channel });
    if (message) messages.set(channel, message);
    tags[channel] = message ? contentOf(host, request, message) : NOT_WRITTEN;
  }
  return { question: { ...asked, content: { stage: request.touch.stage, tags } }, messages };
}

interface OneMessage {
  readonly asked: TouchQuestion;
  readonly book: RuleBook | null;
  readonly attemptId: string;
  readonly channel: SendChannel;
}

/** Undefined when the message cannot be written: that is no reason to try again, but one for a person to look. */
function compose(
  host: ActivityHost,
  request: SendTouchRequest,
  one: OneMessage,
): ComposedMessage | undefined {
  const { asked, book, attemptId, channel } = one;
  const profile = host.tenantProfile(request.tenant);
  const require = book ? requiredContent(book, contactRequest(asked, channel, asked.at), asked) : [];
  try {
    return composeMessage(host.templates, {
      request,
      person: asked.person,
      channel,
      attemptId,
      profile,
      require,
    });
  } catch (error) {
    if (isAboutTemplate(error)) return undefined;
    throw error;
  }
}

/** `instanceof` alone loses the type of the code. */
const isAboutTemplate = (error: unknown): error is RecobroError =>
  error instanceof RecobroError && String(error.code).startsWith('template.');

/** What the message says, with what the tenant's line vouches for when it is a call. */
function contentOf(
  host: ActivityHost,
  { tenant }: SendTouchRequest,
  { rendered }: ComposedMessage,
): readonly string[] {
  const { lineTags = [] } = host.tenantProfile(tenant);
  return rendered.channel === 'voice' ? [...rendered.content, ...lineTags] : rendered.content;
}
