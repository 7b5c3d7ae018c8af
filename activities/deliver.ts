import { ApplicationFailure } from '@temporalio/activity';
import { ledgerDraft, SYSTEM_ACTOR } from '../domain/case/entries';
import type { SendChannel } from '../domain/channel';
import { readingWith, refusalsSetAside } from '../domain/law/reading';
import type { LedgerContext, LedgerDraft, LedgerHead, LedgerValue } from '../domain/ledger';
import { isoFromInstant } from '../domain/time/calendar';
import type { TouchQuestion } from '../domain/touch';
import { contactRequest } from '../domain/touch';
import type { Look } from '../store/accounts';
import type { Attempt, StoredAttempt } from '../store/types';
import type { SendTouchReply, SendTouchRequest } from '../workflows/contract';
import type { ComposedMessage } from './compose-message';
import type { ActivityHost } from './host';
import { ledgerContext } from './ledger-context';
import type { SendResult } from './ports';
import { acceptedFacts } from './read-facts';
import { isJournaled } from './tries';

/** A try that is about to be made. */
export interface Try {
  readonly seen: Look;
  /** What the law was asked, and allowed for this message. */
  readonly question: TouchQuestion;
  readonly message: ComposedMessage;
  readonly attemptId: string;
  /** An earlier try has put the request's journal into the ledger. */
  readonly journaled: boolean;
}

interface Claimed {
  readonly request: SendTouchRequest;
  readonly attempt: Attempt;
  readonly message: ComposedMessage;
  readonly context: LedgerContext;
  readonly ledger: LedgerHead;
}

/**
 * Claims the try in one transaction, and sends if it is ours. Look again: others have written in between, the try was
 * made before, or the provider will never take it and the next channel has its turn.
 */
export async function deliver(
  host: ActivityHost,
  request: SendTouchRequest,
  made: Try,
): Promise<SendTouchReply | 'look again'> {
  const { seen, question, message } = made;
  const attempt = attemptOf(request, made, host.traceId?.());
  const { at, attemptId, channel } = attempt;
  const context = ledgerContext(request.journal.strategyVersion, question.lawbook?.version ?? '');
  const claim = await host.store.claimTouch({
    ref: request,
    personId: request.personId,
    expect: { factSeq: request.factSeq, person: seen.person, ledger: seen.account.ledger },
    attempt,
    contact: { at, channel, outcome: 'unanswered', account: request.accountId, attempt: attemptId },
    body: message.body,
    ...(request.intent !== undefined && { intent: request.intent }),
    drafts: [...journalDrafts(request, made), claimDraft(attempt, grounds(host, request, question, channel))],
    context,
  });
  switch (claim.kind) {
    case 'conflict':
    case 'exists':
      return 'look again';
    case 'stale':
      return stale(host, request, made.journaled);
    case 'claimed':
      return send(host, { request, attempt, message, context, ledger: claim.ledger });
  }
}

function attemptOf(
  { touch, journal }: SendTouchRequest,
  { question, message, attemptId }: Try,
  traceId: string | undefined,
): Attempt {
  const { step, anchor, template } = touch;
  const { channel, language } = message.rendered;
  const { batchId } = journal;
  return {
    attemptId,
    step,
    anchor,
    channel,
    at: question.at,
    template,
    language,
    bodyHash: message.bodyHash,
    batchId,
    ...(traceId !== undefined && { traceId }),
  };
}

/** Newer facts have been accepted than the touch was planned with: the case takes them in and plans again. */
export async function stale(
  host: ActivityHost,
  request: SendTouchRequest,
  journaled: boolean,
): Promise<SendTouchReply> {
  return { kind: 'stale', facts: await acceptedFacts(host.store, request, request.factSeq), journaled };
}

/** The journal rides with the first claim; a later try finds it written. */
const journalDrafts = ({ journal }: SendTouchRequest, { journaled }: Try): LedgerDraft[] =>
  journaled ? [] : journal.events.map((event) => ledgerDraft(event));

async function send(host: ActivityHost, claimed: Claimed): Promise<SendTouchReply | 'look again'> {
  const { channel } = claimed.attempt;
  const gateway = host.gateways[channel];
  const result = gateway
    ? await gateway.send(claimed.message.outbound)
    : ({ kind: 'not_sent', retryable: false, reason: 'no gateway' } as const);
  await settle(host, claimed, result);
  if (result.kind !== 'not_sent')
    return sentReply(claimed.attempt, { unknown: result.kind === 'unknown', journaled: true });
  if (result.retryable) {
    throw ApplicationFailure.retryable(
      `The provider did not take the ${channel}: ${result.reason}; it is tried again`,
      'touch.notTaken',
    );
  }
  return 'look again';
}

async function settle(
  host: ActivityHost,
  { request, attempt, context, ledger }: Claimed,
  result: SendResult,
): Promise<void> {
  const facts = factsOf(result);
  await host.store.settleTouch({
    ref: request,
    personId: request.personId,
    attemptId: attempt.attemptId,
    at: attempt.at,
    drafts: [touchDraft(STATE_ENTRIES[facts.state], request, attempt, result)],
    context,
    ledger,
    ...facts,
  });
}

const STATE_ENTRIES = { SENT: 'touch_sent', UNKNOWN: 'touch_unknown', FAILED: 'touch_failed' } as const;

function factsOf(result: SendResult) {
  switch (result.kind) {
    case 'accepted':
      return {
        state: 'SENT',
        providerId: result.providerId,
        ...(result.segments !== undefined && { segments: result.segments }),
      } as const;
    case 'unknown':
      return { state: 'UNKNOWN', reason: result.reason } as const;
    case 'not_sent':
      return {
        state: 'FAILED',
        reason: `${result.retryable ? 'again' : 'final'}: ${result.reason}`,
      } as const;
  }
}

/**
 * An earlier try that was claimed. Sent: say so. Still CLAIMED: its sender died between claim and record, and the
 * message may be out: it becomes UNKNOWN and is not sent again.
 */
export async function resumeTry(
  host: ActivityHost,
  request: SendTouchRequest,
  known: StoredAttempt,
): Promise<SendTouchReply> {
  if (known.state === 'CLAIMED') {
    const reason = 'the sender stopped between claim and record';
    await host.store.settleTouch({
      ref: request,
      personId: request.personId,
      attemptId: known.attemptId,
      state: 'UNKNOWN',
      reason,
      at: known.at,
      drafts: [touchDraft('touch_unknown', request, known, { kind: 'unknown', reason })],
      context: ledgerContext(request.journal.strategyVersion, ''),
    });
  }
  return sentReply(known, { unknown: known.state !== 'SENT', journaled: isJournaled(request, [known]) });
}

const sentReply = (
  { at, channel, attemptId }: Attempt,
  { unknown, journaled }: { unknown: boolean; journaled: boolean },
): SendTouchReply => ({
  kind: 'decided',
  journaled,
  result: { kind: 'sent', at, channel, attempt: attemptId, ...(unknown && { unknown }) },
});

function claimDraft(attempt: Attempt, why: Readonly<Record<string, LedgerValue>>): LedgerDraft {
  const { attemptId, step, anchor, channel, at, template, language, bodyHash } = attempt;
  const facts = { attempt: attemptId, step, anchor, channel, template, language, bodyHash, ...why };
  return { at, type: 'touch_claimed', actor: SYSTEM_ACTOR, facts };
}

/** All that the decision rested on, so that an auditor can make it again from the ledger alone. */
function grounds(
  { templates }: ActivityHost,
  { factSeq }: SendTouchRequest,
  question: TouchQuestion,
  channel: SendChannel,
): Readonly<Record<string, LedgerValue>> {
  const { contacts } = question.person;
  const { profile } = question;
  return {
    law: lawFacts(question, channel),
    ...readingWith(profile, setAsideFor(question, channel)),
    factSeq,
    templates: templates.version,
    prior: contacts.map((contact) => ({ ...contact, at: isoFromInstant(contact.at) })),
  };
}

/** The rules that were in the way of this very contact, and that the strategy's reading sets aside. */
function setAsideFor(question: TouchQuestion, channel: SendChannel): readonly string[] {
  const { lawbook, at } = question;
  const refusals = lawbook ? refusalsSetAside(lawbook, contactRequest(question, channel, at), question) : [];
  return refusals.map(({ rule }) => rule);
}

/** What the law was asked. */
function lawFacts(question: TouchQuestion, channel: SendChannel): LedgerValue {
  const { zones, actor, debtor, recipient, place, dpd, facts, content } = contactRequest(
    question,
    channel,
    question.at,
  );
  const { jurisdiction } = question.person;
  const optional = { ...(place !== undefined && { place }), ...(content && { content }) };
  return { jurisdiction, zones, actor, debtor, recipient, dpd, facts, ...optional };
}

function touchDraft(
  type: string,
  { touch }: SendTouchRequest,
  attempt: Attempt,
  result: SendResult,
): LedgerDraft {
  const { attemptId, step, anchor, channel, at, template, bodyHash } = attempt;
  const { kind: _kind, ...known } = result;
  const { stage, days } = touch;
  const facts = { attempt: attemptId, step, anchor, channel, stage, days, template, bodyHash, ...known };
  return { at, type, actor: SYSTEM_ACTOR, facts };
}
