import { z } from 'zod';
import { actors, channels, contactOutcomes, debtorKinds } from '../../domain/channel';
import { RecobroError } from '../../domain/errors';
import type { PackData } from '../../domain/law/pack';
import type { ContactRequest, PriorContact } from '../../domain/law/types';
import { instantFromIso } from '../../domain/time/calendar';
import type { ZoneId } from '../../domain/time/zones';

/** A contact request as it came in, with the place whose law is asked. */
export interface WireRequest {
  readonly id: string | number | null;
  readonly pack: string;
  /** Without zones where the sender named none: see `withZones`. */
  readonly request: ContactRequest;
}

const names = z.array(z.string()).nullish();

const priorSchema = z
  .object({
    at: z.string(),
    channel: z.enum(channels),
    outcome: z.enum(contactOutcomes),
    debt: z.string().nullish(),
    facts: names,
  })
  .describe('an earlier contact');

const requestSchema = z.object({
  id: z.union([z.string(), z.number()]).nullish(),
  jurisdiction: z.string(),
  at: z.string(),
  channel: z.enum(channels),
  zones: names,
  actor: z.enum(actors).nullish(),
  debtor: z.enum(debtorKinds).nullish(),
  creditor_type: z.string().nullish(),
  recipient: z.string().nullish(),
  place: z.string().nullish(),
  dpd: z.number().nullish(),
  debt: z.string().nullish(),
  facts: names,
  content: names,
  prior: z.array(z.preprocess(withLongNames, priorSchema)).nullish(),
});

const longNames = { j: 'jurisdiction', ch: 'channel', res: 'outcome' } as const;

/**
 * Reads a contact request in the words of the vectors and of the contact log: short names (`j`, `ch`, `res`) or
 * long ones, and the usual answer for what is left out. Fields that it does not know change nothing.
 *
 * @throws {RecobroError} `law.badRequest` naming the field; `calendar.badInstant` for a time without an offset.
 */
export function requestFromWire(data: unknown): WireRequest {
  const parsed = requestSchema.safeParse(withLongNames(data));
  if (!parsed.success) throw badRequest(parsed.error);
  const { id = null, jurisdiction, ...wire } = parsed.data;
  const {
    at,
    channel,
    zones,
    actor,
    debtor,
    creditor_type: creditorType,
    recipient,
    place,
    dpd,
    debt,
    facts,
    content,
  } = wire;
  const request: ContactRequest = {
    at: instantFromIso(at),
    channel,
    zones: zones ?? [],
    actor: actor ?? 'third_party',
    debtor: debtor ?? 'consumer',
    creditorType: creditorType ?? 'financial',
    recipient: recipient ?? 'debtor',
    ...(place != null && { place }),
    dpd: dpd ?? 30,
    ...(debt != null && { debt }),
    facts: facts ?? [],
    ...(content != null && { content }),
    prior: (wire.prior ?? []).map(priorFrom),
  };
  return { id, pack: jurisdiction, request };
}

/** The request with the main zone of the pack where it names none. For tests: the product passes every zone it knows. */
export function withZones(request: ContactRequest, pack: PackData): ContactRequest {
  return request.zones.length > 0 ? request : { ...request, zones: [mainZone(pack)] };
}

/** First zone of the pack's territory; UTC for a place without one. */
export function mainZone({ timezones }: PackData): ZoneId {
  return timezones === 'any' ? 'UTC' : (timezones[0] ?? 'UTC');
}

function priorFrom({ at, channel, outcome, debt, facts }: z.infer<typeof priorSchema>): PriorContact {
  return {
    at: instantFromIso(at),
    channel,
    outcome,
    ...(debt != null && { debt }),
    ...(facts != null && { facts }),
  };
}

function withLongNames(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  const fields: Record<string, unknown> = { ...data };
  for (const [short, long] of Object.entries(longNames)) fields[long] ??= fields[short];
  return fields;
}

function badRequest({ issues }: z.ZodError): RecobroError {
  const [issue] = issues;
  const field = issue?.path.join('.') ?? '';
  const hint = 'see docs/law.md for the fields of a request';
  const message = `Cannot decide the contact: ${field || 'the line'}: ${issue?.message ?? 'is malformed'}; ${hint}`;
  return new RecobroError('law.badRequest', message, { field });
}
