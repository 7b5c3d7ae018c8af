import type { SendChannel } from '../channel';
import { readingOf } from '../law/reading';
import type { Decision } from '../law/types';
import type { Person } from '../person';
import type { TouchStep } from '../strategy';
import type { Instant } from '../time/calendar';
import { accountWindow } from '../time/window';
import type { TouchQuestion } from '../touch';
import { contactRequest, decideTouch } from '../touch';
import { channelsLeft } from './agenda';
import type { CaseState } from './state';
import { progressOf } from './state';
import { personAt } from './told';
import type { AnchorDays, CaseView } from './view';
import type { WhyQuestion } from './why';

/** Why a channel could or could not be used for a message; both readings of the law, and the strategy's if it is neither. */
export interface ChannelStanding {
  readonly channel: SendChannel;
  readonly address: 'usable' | 'no_address' | 'no_consent' | 'opted_out' | 'dead';
  /** Absent when the channel could not be used anyway, or there are no rules for the place. */
  readonly strict?: Decision;
  readonly lenient?: Decision;
  readonly own?: Decision;
}

/** A message whose turn has come, with the case as it stood. */
export interface Due {
  readonly then: CaseState;
  readonly view: CaseView;
  readonly anchor: AnchorDays;
  readonly step: TouchStep;
}

/** Asks the law again at an instant, with the contacts of that time; null when nothing stood in the way. */
export function askAgain(question: WhyQuestion, { then, view, anchor, step }: Due, asked: Instant) {
  const person = personAt(question.person, question, asked);
  const { strategy, account, lawbook, whatsappOf } = question;
  const touch: TouchQuestion = {
    at: asked,
    via: channelsLeft(step, progressOf(then, anchor.claim.id)),
    window: accountWindow(strategy.sendWindow, strategy.jitterSeconds, account),
    actor: strategy.actor,
    ...readingOf(strategy),
    dpd: Math.min(anchor.n, anchor.pastDue),
    person,
    lawbook,
    ...(whatsappOf && { whatsapp: whatsappOf(step.template) }),
  };
  const answer = decideTouch(touch);
  if (answer.kind === 'send' && view.at >= asked) return null;
  const channels = touch.via.map((channel) => channelStanding(touch, channel));
  const refusals = answer.kind === 'send' ? [] : answer.refusals;
  return {
    is: 'waiting_law' as const,
    asked,
    channels,
    refusals,
    next: answer.kind === 'wait' ? answer.until : null,
  };
}

function channelStanding(touch: TouchQuestion, channel: SendChannel): ChannelStanding {
  const address = addressOf(touch.person, channel);
  const { lawbook } = touch;
  if (address !== 'usable' || !lawbook) return { channel, address };
  const request = contactRequest(touch, channel, touch.at);
  return {
    channel,
    address,
    strict: lawbook.decide(request, 'strict'),
    lenient: lawbook.decide(request, 'lenient'),
    ...(touch.setAside && { own: lawbook.decide(request, touch) }),
  };
}

function addressOf(
  { addresses, dead, consent, optedOut }: Person,
  channel: SendChannel,
): ChannelStanding['address'] {
  if (addresses[channel] === undefined) return 'no_address';
  if (dead.includes(channel)) return 'dead';
  if (optedOut.includes(channel)) return 'opted_out';
  return consent.includes(channel) ? 'usable' : 'no_consent';
}
