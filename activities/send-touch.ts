import { ApplicationFailure, Context } from '@temporalio/activity';
import { resultOfRefusal } from '../domain/case/outcome-of-touch';
import type { SendChannel } from '../domain/channel';
import type { Halt } from '../domain/halt';
import { isHalted } from '../domain/halt';
import type { RuleBook } from '../domain/law/lawbook';
import { readingWith } from '../domain/law/reading';
import type { Instant } from '../domain/time/calendar';
import type { TouchQuestion } from '../domain/touch';
import { decideTouch } from '../domain/touch';
import type { Look } from '../store/accounts';
import type { StoredAttempt } from '../store/types';
import type { SendTouchReply, SendTouchRequest } from '../workflows/contract';
import { composeTouch } from './compose-touch';
import { currentHalts } from './current-halts';
import type { ActivityHost } from './host';
import { deliver, resumeTry, stale } from './deliver';
import { attemptIdOf, isJournaled, triesOf } from './tries';

/** How often a claim may meet somebody else's write before Temporal is asked to try again later. */
const MAX_LOOKS = 8;

/**
 * The touch (DESIGN, decisions 3, 4 and 10): looks at case and person, decides over all channels at this instant,
 * claims, renders, sends once, records. Nothing that may have been sent is ever sent again.
 */
export function createSendTouch(host: ActivityHost) {
  const halts = currentHalts(host.store);
  return async function sendTouch(request: SendTouchRequest): Promise<SendTouchReply> {
    let tries = Context.current().info.attempt > 1 ? await triesOf(host, request) : [];
    for (let look = 1; look <= MAX_LOOKS; look += 1) {
      const live = tries.find(({ state }) => state !== 'FAILED');
      if (live) return resumeTry(host, request, live);
      const reply = await tryOnce(host, request, { tries, halts: await halts() });
      if (reply !== 'look again') return reply;
      tries = await triesOf(host, request);
    }
    throw ApplicationFailure.retryable(
      'Cannot claim the touch: too many others write at once; it is tried again',
      'touch.contended',
    );
  };
}

interface Circumstances {
  readonly tries: readonly StoredAttempt[];
  readonly halts: readonly Halt[];
}

/** One look at case and person, and what follows from it. The tries made so far have all failed. */
async function tryOnce(host: ActivityHost, request: SendTouchRequest, { tries, halts }: Circumstances) {
  const seen = await host.store.look(request);
  const journaled = isJournaled(request, tries);
  if (seen.account.factSeq !== request.factSeq) return stale(host, request, journaled);
  const at = host.clock.now(request.touch.at);
  const lawbook = lawbookFor(host, seen);
  const excluded = new Set(
    tries.filter(({ reason }) => reason?.startsWith('final:')).map(({ channel }) => channel),
  );
  const asked = questionOf(host, request, { seen, at, lawbook, excluded, halts });
  // Whatever the messages say, they may not go out: none is written, and what cannot be decided is not asked twice.
  const beforehand = decideTouch(asked);
  if (beforehand.kind === 'impossible')
    return {
      kind: 'decided',
      result: resultOfRefusal(beforehand, at, lawbook?.version ?? ''),
      journaled,
    } as const;
  const attemptId = attemptIdOf(request, tries.length);
  const { question, messages } = composeTouch(host, request, { asked, book: lawbook, attemptId });
  const answer = decideTouch(question);
  if (answer.kind !== 'send')
    return {
      kind: 'decided',
      result: resultOfRefusal(answer, at, lawbook?.version ?? ''),
      journaled,
    } as const;
  const message = messages.get(answer.channel);
  if (!message) throw new Error(`Nobody has written the ${answer.channel} of step ${request.touch.step}`);
  return deliver(host, request, { seen, question, message, attemptId, journaled });
}

function questionOf(
  host: ActivityHost,
  { tenant, accountId, touch, window, actor, profile, setAside, priority }: SendTouchRequest,
  {
    seen,
    at,
    lawbook,
    excluded,
    halts,
  }: {
    readonly seen: Look;
    readonly at: Instant;
    readonly lawbook: RuleBook | null;
    readonly excluded: ReadonlySet<SendChannel>;
    readonly halts: readonly Halt[];
  },
): TouchQuestion {
  const { whatsapp } = host.tenantProfile(tenant);
  const via = touch.via.filter((channel) => host.gateways[channel] && !excluded.has(channel));
  return {
    at,
    via,
    window,
    actor,
    ...readingWith(profile, setAside),
    dpd: touch.dpd,
    account: accountId,
    ...(priority !== undefined && { priority }),
    person: seen.person.person,
    lawbook,
    guardMs: host.guardMs,
    isHalted: (channel) => isHalted(halts, tenant, channel),
    whatsapp: {
      isTemplateApproved: whatsapp?.approvedTemplates.includes(touch.template) ?? false,
      isThirdPartyCleared: whatsapp?.thirdPartyCleared ?? false,
    },
  };
}

function lawbookFor({ law }: ActivityHost, { person: { person } }: Look): RuleBook | null {
  return law.has(person.jurisdiction) ? law.lawbook(person.jurisdiction) : null;
}
