import type { CaseFact } from './facts';
import type { CaseState, SentTouch } from './state';
import { progressOf, withEntry, withFields, withProgress } from './state';

type Bounce = CaseFact & { kind: 'bounce' };

/**
 * A hard bounce of a step's last send makes the step pending again, once, with the channels behind the bounced one;
 * with none left, or at a second bounce, its turn ends in `no_channel` (READINGS 18). A send for an anchor that has left
 * is not repeated; but it was not delivered, so no handoff may count on it when the anchor returns (READINGS 28). A
 * reminder or notice is no step: it is not sent again. That the address is dead belongs to the person, not to the case.
 */
export function receiveBounce(state: CaseState, bounce: Bounce): CaseState {
  const send = state.sent[bounce.step];
  if (!send || !isNewHardBounce(send, bounce)) return state;
  const { anchor, channel, via, attempt } = send;
  const bounced = { anchor, channel, via, attempt, bounced: true };
  const marked = withFields(state, { sent: withEntry(state.sent, bounce.step, bounced) });
  if (bounce.step.includes(':')) return marked;
  return send.anchor === state.anchor?.id
    ? reopenStep(marked, bounce.step, send)
    : giveUpStep(marked, bounce.step, send);
}

/** The attempt that a bounce is about, when it is news: its address is dead. */
export function bouncedAttempt(state: CaseState, bounce: Bounce): string | null {
  const send = state.sent[bounce.step];
  return send && isNewHardBounce(send, bounce) ? send.attempt : null;
}

const isNewHardBounce = (send: SentTouch, bounce: Bounce): boolean =>
  bounce.hard && !send.bounced && send.channel === bounce.channel;

function reopenStep(state: CaseState, step: string, { anchor, channel, via }: SentTouch): CaseState {
  const progress = progressOf(state, anchor);
  const isFirst = progress.fallback[step] === undefined;
  const left = isFirst ? via.slice(via.indexOf(channel) + 1) : [];
  return withProgress(state, anchor, {
    done: progress.done.filter((done) => done !== step),
    fallback: { ...progress.fallback, [step]: left },
  });
}

function giveUpStep(state: CaseState, step: string, { anchor }: SentTouch): CaseState {
  const { done, skipped } = progressOf(state, anchor);
  return withProgress(state, anchor, {
    done: done.filter((other) => other !== step),
    skipped: [...skipped, step],
  });
}
