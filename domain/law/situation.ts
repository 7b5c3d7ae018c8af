import type { Channel, ContactOutcome } from '../channel';
import type { Day, Instant } from '../time/calendar';
import { DAY_MS, SECOND_MS } from '../time/calendar';
import type { ZoneId } from '../time/zones';
import { localDay, offsetSeconds } from '../time/zones';
import type { ContactRequest, PriorContact } from './types';

/** One bit per channel, so that "is governed by" is one operation. */
export const channelBit: Readonly<Record<Channel, number>> = {
  voice: 1,
  voicemail: 2,
  sms: 4,
  whatsapp: 8,
  email: 16,
  letter: 32,
  visit: 64,
  social: 128,
};

export const outcomeBit: Readonly<Record<ContactOutcome, number>> = {
  direct: 1,
  unanswered: 2,
  undelivered: 4,
};

/** Earlier contacts up to the instant in question, column by column: entry `i` is `contacts[i]` and so on. */
export interface ContactColumns {
  size: number;
  readonly contacts: PriorContact[];
  readonly channels: number[];
  readonly outcomes: number[];
  /** Local date in the zone in question. */
  readonly days: Day[];
}

/**
 * A request seen at one instant in one zone. It is filled again and again instead of being created, because the
 * back-test asks millions of times; nothing of it leaves the evaluation.
 */
export interface Situation {
  request: ContactRequest;
  at: Instant;
  zone: ZoneId;
  day: Day;
  /** Wall-clock time as milliseconds since local midnight. */
  timeOfDay: number;
  readonly log: ContactColumns;
  logIsFilled: boolean;
}

/** An empty situation to be filled by `moveTo`. */
export function newSituation(request: ContactRequest): Situation {
  const log: ContactColumns = { size: 0, contacts: [], channels: [], outcomes: [], days: [] };
  return { request, at: 0, zone: '', day: 0, timeOfDay: 0, log, logIsFilled: false };
}

/**
 * Looks at `request` as if it were made at `at`, in `zone`.
 *
 * @throws {RecobroError} `calendar.unknownZone`
 */
export function moveTo(situation: Situation, request: ContactRequest, at: Instant, zone: ZoneId): void {
  const local = at + offsetSeconds(at, zone) * SECOND_MS;
  situation.request = request;
  situation.at = at;
  situation.zone = zone;
  situation.day = Math.floor(local / DAY_MS);
  situation.timeOfDay = local - situation.day * DAY_MS;
  situation.logIsFilled = false;
}

/** Earlier contacts up to the instant in question. Filled at the first rule that counts. */
export function logOf(situation: Situation): ContactColumns {
  if (!situation.logIsFilled) fillLog(situation);
  return situation.log;
}

function fillLog(situation: Situation): void {
  const { log, request, at, zone } = situation;
  let size = 0;
  for (const contact of request.prior) {
    if (contact.at > at) continue; // one at the very instant counts (SPEC, section 11.4)
    log.contacts[size] = contact;
    log.channels[size] = channelBit[contact.channel];
    log.outcomes[size] = outcomeBit[contact.outcome];
    log.days[size] = localDay(contact.at, zone);
    size += 1;
  }
  log.size = size;
  situation.logIsFilled = true;
}
