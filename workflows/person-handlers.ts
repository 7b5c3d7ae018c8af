import type { UpdateDefinition } from '@temporalio/common';
import { proxyActivities, setHandler } from '@temporalio/workflow';
import type { CaseFact } from '../domain/case/facts';
import { channels, contactOutcomes } from '../domain/channel';
import type { Proof } from '../domain/choices';
import { CEASED, HARDSHIP, REPRESENTED } from '../domain/choices';
import type { PersonChange } from '../domain/person';
import { languages } from '../domain/person';
import type { Instant } from '../domain/time/calendar';
import type { CaseKeeper } from './case-keeper';
import type { Activities } from './contract';
import { ACCOUNTS_QUEUE } from './contract';
import type { Answer, Asked, PreferredHours, ProofGiven, StopKnown } from './messages';
import {
  changeContactPoint,
  changeLanguage,
  changePreferredHours,
  changeWorkContactPoint,
  recordCeaseRequest,
  recordConsent,
  recordContact,
  recordHardship,
  recordLawFact,
  recordOptOut,
  recordRepresentation,
  verifyContactPoint,
} from './messages';
import { checkAsked, checkChannel, checkProof, refuseShape, requestId } from './shape';

const { changePerson } = proxyActivities<Activities>({
  taskQueue: ACCOUNTS_QUEUE,
  startToCloseTimeout: '30 seconds',
});

/** One kind of request about the person: what it changes, and what is asked of its shape. */
type Accept = <Request>(
  update: UpdateDefinition<Answer, [Request, Asked]>,
  made: (request: Request, at: Instant) => PersonChange,
  check: (request: Request, asked: Asked | undefined) => void,
) => void;

/** Requests about the person: the person's record is the truth, so it is changed first. */
export function handlePerson(keeper: CaseKeeper, now: () => Instant, tell: () => void): void {
  const accept: Accept = (update, made, check) => {
    const handler = async (request: Parameters<typeof made>[0], asked: Asked): Promise<Answer> => {
      const at = asked.at ?? now();
      const change = made(request, at);
      const changeId = requestId();
      const { tenant, accountId, personId } = keeper.current;
      const { strategyVersion } = keeper;
      await changePerson({
        tenant,
        accountId,
        personId,
        at,
        change,
        changeId,
        by: asked.by,
        strategyVersion,
      });
      keeper.receive(factOf(change, at), changeId);
      tell();
      return { accepted: true };
    };
    setHandler(update, handler, { validator: check });
  };
  handleContactPoints(accept);
  handleChoices(accept);
  handleStops(accept);
  accept(
    recordContact,
    (contact, at) => ({ kind: 'contact', at, account: keeper.current.accountId, ...contact }),
    ({ channel, outcome }, asked) => {
      if (!channels.includes(channel)) refuseShape(`there is no channel "${channel}"`);
      if (!contactOutcomes.includes(outcome)) refuseShape(`there is no outcome "${outcome}"`);
      checkAsked(asked);
    },
  );
}

function handleContactPoints(accept: Accept): void {
  accept(
    changeContactPoint,
    (point) => ({ kind: 'address', ...point }),
    ({ channel }, asked) => checkChannel(channel, asked),
  );
  accept(
    verifyContactPoint,
    ({ channel, ...given }, at) => ({ kind: 'verify', channel, ...proofOf(given, at) }),
    ({ channel, ...given }, asked) => {
      checkProof('a verified contact point', given);
      checkChannel(channel, asked);
    },
  );
  accept(
    changeWorkContactPoint,
    ({ channel, holds }) => ({ kind: 'work', channel, holds }),
    ({ channel, holds }, asked) => {
      checkHolds(holds);
      checkChannel(channel, asked);
    },
  );
}

function handleChoices(accept: Accept): void {
  accept(
    recordConsent,
    ({ channel, ...given }, at) => ({ kind: 'consent', channel, ...proofOf(given, at) }),
    ({ channel, ...given }, asked) => {
      checkProof('a consent', given);
      checkChannel(channel, asked);
    },
  );
  accept(
    recordOptOut,
    ({ channel, ...given }, at) => ({ kind: 'opt_out', channel, ...proofOf(given, at) }),
    ({ channel, ...given }, asked) => {
      if (given.proof !== undefined) checkProof('an opt-out', given);
      if (channel === 'all') checkAsked(asked);
      else checkChannel(channel, asked);
    },
  );
  accept(
    changeLanguage,
    ({ language }) => ({ kind: 'language', language }),
    ({ language }, asked) => {
      if (!languages.includes(language)) refuseShape(`there is no language "${language}"`);
      checkAsked(asked);
    },
  );
  accept(changePreferredHours, hoursChange, checkHours);
  accept(
    recordLawFact,
    ({ fact, holds, ...given }, at) => ({ kind: 'law_fact', fact, holds, ...proofOf(given, at) }),
    ({ fact, holds, ...given }, asked) => {
      if (!/^[a-z][a-z0-9_]{1,60}$/.test(fact)) refuseShape(`"${fact}" is no fact of the law`);
      if (given.proof !== undefined) checkProof('a fact', given);
      checkHolds(holds);
      checkAsked(asked);
    },
  );
}

const stops = [
  { update: recordRepresentation, fact: REPRESENTED },
  { update: recordCeaseRequest, fact: CEASED },
  { update: recordHardship, fact: HARDSHIP },
] as const;

function handleStops(accept: Accept): void {
  for (const { update, fact } of stops) {
    accept(
      update,
      ({ holds, ...given }: StopKnown, at) => ({
        kind: holds ? 'stop' : 'clear',
        fact,
        ...proofOf(given, at),
      }),
      ({ holds, ...given }, asked) => {
        checkProof(fact, given);
        checkHolds(holds);
        checkAsked(asked);
      },
    );
  }
}

function hoursChange({ window, otherHours = false, ...given }: PreferredHours, at: Instant): PersonChange {
  return { kind: 'hours', window, otherHours, ...proofOf(given, at) };
}

function checkHours({ window, otherHours, ...given }: PreferredHours, asked: Asked | undefined): void {
  const inDay = (second: number): boolean => Number.isInteger(second) && second >= 0 && second <= 86_400;
  if (window && !(inDay(window.from) && inDay(window.to) && window.from < window.to)) {
    refuseShape('hours are {from, to} in whole seconds of one day, or null');
  }
  if (otherHours || given.proof !== undefined) checkProof('hours outside the lawful ones', given);
  checkAsked(asked);
}

function checkHolds(holds: unknown): void {
  if (typeof holds !== 'boolean') refuseShape('say whether it holds: {holds}');
}

function proofOf({ proof, textVersion, givenAt }: Partial<ProofGiven>, at: Instant): { proof?: Proof } {
  if (proof === undefined) return {};
  return { proof: { at: givenAt ?? at, how: proof, ...(textVersion !== undefined && { textVersion }) } };
}

/** What the case itself learns of a change that its own request has made; the ledger has the rest already. */
function factOf(change: PersonChange, at: Instant): CaseFact {
  if (change.kind === 'stop' || change.kind === 'clear') return { kind: change.kind, at, fact: change.fact };
  return { kind: 'person_changed', at };
}
