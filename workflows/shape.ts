import { ApplicationFailure, currentUpdateInfo } from '@temporalio/workflow';
import { sendChannels } from '../domain/channel';
import type { Asked, ProofGiven } from './messages';

/** Checks of requests. Synchronous, as validators must be: they look at the shape only, the domain decides. */

/** @throws {ApplicationFailure} `request.badShape` */
export function refuseShape(problem: string): never {
  throw ApplicationFailure.nonRetryable(`Cannot take the request: ${problem}`, 'request.badShape');
}

export function checkAsked(asked: Asked | undefined): void {
  if (!asked?.by) refuseShape('say who asks: {by}');
}

export function checkChannel(channel: string, asked: Asked | undefined): void {
  if (!sendChannels.some((known) => known === channel))
    refuseShape(`there is no channel "${channel}" to send by`);
  checkAsked(asked);
}

/** The proof stands in ledgers, which nothing leaves again. */
const LONGEST_PROOF = 80;
const LOOKS_PERSONAL = /@|\d[\d\s.-]{6,}\d/;

/** @param what What needs the proof, for the message. */
export function checkProof(what: string, { proof }: Partial<ProofGiven>): void {
  if (!proof) refuseShape(`${what} needs proof of how it was given`);
  if (proof.length > LONGEST_PROOF)
    refuseShape(`say in at most ${LONGEST_PROOF} characters how it was given`);
  if (LOOKS_PERSONAL.test(proof))
    refuseShape('the proof stands in the ledger: leave addresses and numbers out');
}

/** The id under which a request is made once, whoever repeats it. */
export const requestId = (): string => currentUpdateInfo()?.id ?? '';
