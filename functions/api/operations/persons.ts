import * as z from 'zod';
import { channels, contactOutcomes, sendChannels } from '../../../domain/channel';
import type { SendChannel } from '../../../domain/channel';
import type { Proof } from '../../../domain/choices';
import type { Person } from '../../../domain/person';
import { languages } from '../../../domain/person';
import { addressesSchema } from '../../wire/account';
import { idSchema, instantOf, instantSchema, sendChannelSchema } from '../../wire/values';
import type { Call, Operation } from '../operation';
import { operation } from '../operation';
import { refuse } from '../problems';
import { change, personParams, recordLook, takenSchema, unknown } from './common';

const personSchema = z
  .strictObject({
    ...{ id: z.string(), name: z.string(), jurisdiction: z.string(), zones: z.array(z.string()) },
    ...{ language: z.enum(languages), kind: z.string(), accounts: z.array(z.string()) },
    addresses: z.partialRecord(z.enum(sendChannels), z.string()),
    ...{ consent: z.array(z.string()), optedOut: z.array(z.string()), dead: z.array(z.string()) },
    ...{ verified: z.array(z.string()), stopFacts: z.array(z.string()) },
  })
  .meta({ id: 'Person' });

const proofFields = {
  proof: z
    .string()
    .regex(/^[a-z][a-z0-9_]{1,60}$/)
    .meta({
      description: 'How the choice was made; kept for good, so no personal data',
      examples: ['web_form'],
    }),
  textVersion: z
    .string()
    .max(60)
    .optional()
    .meta({ description: 'Version of the text that they were shown' }),
  givenAt: instantSchema.optional().meta({ description: 'When; absent: now' }),
};
interface GivenProof {
  readonly proof: string;
  readonly textVersion?: string | undefined;
  readonly givenAt?: string | undefined;
}

const changed = {
  method: 'post',
  tag: 'persons',
  params: personParams,
  status: 200,
  reply: takenSchema,
} as const;
const pointParams = personParams.extend({ channel: sendChannelSchema });

/** Effective at once for all accounts of the person. */
export const personOperations: readonly Operation[] = [
  operation({
    ...{ id: 'getPerson', method: 'get', path: '/v1/persons/{person}', tag: 'persons', permission: 'read' },
    summary: 'One person, with their contact points and choices',
    ...{ params: personParams, status: 200, reply: personSchema },
    run: async (call, { params: { person: personId } }) => {
      const known = await call.store.getPerson({ tenant: call.tenant, personId });
      if (!known) throw unknown('person', personId);
      await recordLook(call, known.accounts, 'person_record');
      return wireOf(known.person, known.accounts);
    },
  }),
  operation({
    ...{
      ...changed,
      id: 'setContactPoint',
      method: 'put',
      path: '/v1/persons/{person}/contact-points/{channel}',
    },
    ...{ summary: 'The address of a channel', permission: 'person', params: pointParams },
    body: z.strictObject({ address: z.string().trim().min(1).max(500) }).meta({ id: 'ContactPoint' }),
    run: (call, { params: { person, channel }, body: { address } }) => {
      checkAddress(channel, address);
      return change(call, person, { kind: 'address', channel, address });
    },
  }),
  operation({
    ...{ ...changed, id: 'removeContactPoint', method: 'delete' },
    ...{ path: '/v1/persons/{person}/contact-points/{channel}', permission: 'person', params: pointParams },
    summary: 'The channel has no address any more',
    run: (call, { params: { person, channel } }) =>
      change(call, person, { kind: 'address', channel, address: null }),
  }),
  operation({
    ...{
      ...changed,
      id: 'verifyContactPoint',
      path: '/v1/persons/{person}/verifications',
      permission: 'person',
    },
    summary: 'The present address of a channel is theirs: it identifies them',
    body: z.strictObject({ channel: sendChannelSchema, ...proofFields }).meta({ id: 'Verification' }),
    run: (call, { params, body }) =>
      change(call, params.person, { kind: 'verify', channel: body.channel, proof: proofOf(call, body) }),
  }),
  operation({
    ...{ ...changed, id: 'recordConsent', path: '/v1/persons/{person}/consents', permission: 'person' },
    summary: 'They consent to a channel',
    body: z.strictObject({ channel: sendChannelSchema, ...proofFields }).meta({ id: 'Consent' }),
    run: (call, { params, body }) =>
      change(call, params.person, { kind: 'consent', channel: body.channel, proof: proofOf(call, body) }),
  }),
  operation({
    ...{ ...changed, id: 'recordOptOut', path: '/v1/persons/{person}/opt-outs', permission: 'person' },
    summary: 'They want no more messages by a channel, or by any',
    body: z
      .strictObject({ channel: z.enum([...sendChannels, 'all']), ...proofFields })
      .meta({ id: 'OptOut' }),
    run: (call, { params, body }) =>
      change(call, params.person, { kind: 'opt_out', channel: body.channel, proof: proofOf(call, body) }),
  }),
  operation({
    ...{ ...changed, id: 'setLanguage', method: 'put', path: '/v1/persons/{person}/language' },
    ...{ summary: 'The language of their messages', permission: 'person' },
    body: z.strictObject({ language: z.enum(languages) }).meta({ id: 'LanguageChoice' }),
    run: (call, { params, body }) => change(call, params.person, { kind: 'language', ...body }),
  }),
  operation({
    ...{ ...changed, id: 'recordStopFact', path: '/v1/persons/{person}/stop-facts', permission: 'person' },
    summary:
      'A fact that blocks all their accounts: `represented_by_attorney`, `ceased_in_writing`, `hardship`, `deceased`…',
    body: z.strictObject({ fact: factSchema(), ...proofFields }).meta({ id: 'StopFact' }),
    run: (call, { params, body }) =>
      change(call, params.person, { kind: 'stop', fact: body.fact, proof: proofOf(call, body) }),
  }),
  operation({
    ...{
      ...changed,
      id: 'clearStopFact',
      path: '/v1/persons/{person}/stop-fact-clearances',
      permission: 'unblock',
    },
    summary: 'A stop fact holds no more',
    body: z.strictObject({ fact: factSchema(), ...proofFields }).meta({ id: 'StopFactClearance' }),
    run: (call, { params, body }) =>
      change(call, params.person, { kind: 'clear', fact: body.fact, proof: proofOf(call, body) }),
  }),
  operation({
    ...{ ...changed, id: 'recordContact', path: '/v1/persons/{person}/contacts', permission: 'agree' },
    summary: 'A contact made elsewhere: it counts for the caps of the law',
    body: z
      .strictObject({
        ...{
          account: idSchema,
          channel: z.enum(channels),
          outcome: z.enum(contactOutcomes),
          at: instantSchema,
        },
      })
      .meta({ id: 'ContactElsewhere' }),
    run: (call, { params, body }) =>
      change(call, params.person, { kind: 'contact', ...body, at: instantOf(body.at) }),
  }),
];

function factSchema() {
  return z
    .string()
    .regex(/^[a-z][a-z0-9_]{1,60}$/)
    .meta({ examples: ['represented_by_attorney'] });
}

function proofOf({ now }: Call, { proof: how, textVersion, givenAt }: GivenProof): Proof {
  const at = givenAt === undefined ? now() : instantOf(givenAt);
  return { at, how, ...(textVersion !== undefined && { textVersion }) };
}

function checkAddress(channel: SendChannel, address: string): void {
  if (addressesSchema.safeParse({ [channel]: address }).success) return;
  const detail = `is no address for ${channel}`;
  throw refuse('invalid', { faults: [{ pointer: '/body/address', detail }] });
}

const wireOf = (person: Person, accounts: readonly string[]): z.input<typeof personSchema> => ({
  ...{ id: person.id, name: person.name, jurisdiction: person.jurisdiction, zones: [...person.zones] },
  ...{ language: person.language, kind: person.kind, accounts: [...accounts] },
  addresses: { ...person.addresses },
  ...{ consent: [...person.consent], optedOut: [...person.optedOut], dead: [...person.dead] },
  ...{ verified: [...(person.verified ?? [])], stopFacts: [...person.facts] },
});
