import type { SubjectAccess, SubjectRequest } from '../../../evidence/subject/collect';
import { StoreError } from '../../../store/errors';
import type { Privacy } from '../../privacy';
import type { Call, CoreDeps, Operation } from '../operation';
import { operationWith } from '../operation';
import { refuse } from '../problems';
import { personParams, taken, takenSchema, unknown } from './common';
import {
  erasedSchema,
  exportSchema,
  holdParams,
  holdSchema,
  privacySchema,
  reasonBody,
  refusalOf,
  statusOf,
} from './privacy-wire';

/** What the operations on personal data work with. */
export interface PrivacyApiDeps extends CoreDeps {
  readonly privacy: Privacy;
  /** Writes down who asks, and then reads. @throws When a running case does not answer. */
  readonly exportOf: (request: SubjectRequest) => Promise<SubjectAccess>;
}

type PrivacyCall = Call<PrivacyApiDeps>;

const operation = operationWith<PrivacyApiDeps>();
const PERSON = '/v1/privacy/persons/{person}';
const described = { tag: 'privacy', permission: 'protect', params: personParams, status: 200 } as const;
const writes = { ...described, method: 'post', reply: takenSchema } as const;

/** A function answers with six megabytes at most. */
const MOST_BYTES = 5_000_000;

/** The end of a person's data, what keeps it from coming, and the copy that they may ask for. People only. */
export const privacyOperations: readonly Operation<PrivacyApiDeps>[] = [
  operation({
    ...{ ...described, id: 'getPrivacy', method: 'get', path: PERSON, reply: privacySchema },
    summary: 'What an erasure would take away, who has asked for it, and what stands against it',
    run: async (call, { params: { person } }) =>
      statusOf(call.store, call.tenant, await standing(call, person)),
  }),
  operation({
    ...{ ...writes, id: 'requestErasure', path: `${PERSON}/erasure-requests`, permission: 'relay' },
    summary: 'They want to be erased: the first of two names',
    body: reasonBody,
    run: async (call, { params, body: { reason } }) => {
      const { tenant, eventId: id, privacy } = call;
      await privacy.requestErasure({ tenant, personId: params.person, id, reason, ...by(call) });
      return taken;
    },
  }),
  operation({
    ...{ ...writes, id: 'erasePerson', path: `${PERSON}/erasure`, reply: erasedSchema },
    summary: 'Erase them, as somebody else has asked; it cannot be undone, and repeated it changes nothing',
    body: reasonBody,
    run: async (call, { params, body: { reason } }) => {
      const request = { tenant: call.tenant, personId: params.person, reason, ...by(call) };
      const answer = await call.privacy.approveErasure(request);
      if (!answer.erased) throw refuse('kept', { refusals: answer.refusals.map(refusalOf) });
      return { erased: true } as const;
    },
  }),
  operation({
    ...{ ...writes, id: 'setLegalHold', path: `${PERSON}/holds` },
    summary: 'Keep everything about them until it is lifted; a hold that is there stays as it is',
    body: holdSchema,
    run: async (call, { params, body }) => {
      await call.privacy.hold({ tenant: call.tenant, personId: params.person, ...body, ...by(call) });
      return taken;
    },
  }),
  operation({
    ...{ ...writes, id: 'liftLegalHold', path: `${PERSON}/holds/{hold}/release`, params: holdParams },
    summary: 'The legal hold is over',
    body: reasonBody,
    run: async (call, { params: { person, hold }, body: { reason } }) => {
      const request = { tenant: call.tenant, personId: person, id: hold, reason, ...by(call) };
      if (!(await call.privacy.liftHold(request))) throw unknown('legal hold', hold);
      return taken;
    },
  }),
  operation({
    ...{ ...described, id: 'exportPerson', method: 'get', path: `${PERSON}/export`, reply: exportSchema },
    ...{ summary: 'Everything that is kept of them, as they may ask for it', problems: [413] },
    run: async (call, { params: { person } }) => {
      const access = await copyOf(call, person);
      if (Buffer.byteLength(JSON.stringify(access)) <= MOST_BYTES) return access;
      throw refuse('too_large', { detail: `Write it to a file: recobro person export ${person} -o FILE` });
    },
  }),
];

const by = ({ identity, now }: PrivacyCall) => ({ by: identity.actor, at: now() });

const standing = ({ privacy, tenant, now }: PrivacyCall, personId: string) =>
  privacy.erasureStatus({ tenant, personId }, now());

/** A copy without a case that does not answer just now would not be one. */
async function copyOf(call: PrivacyCall, personId: string) {
  try {
    return copyWire(await call.exportOf({ tenant: call.tenant, personId, ...by(call) }));
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw refuse('unavailable', { detail: 'A case of theirs does not answer: nothing was handed out' });
  }
}

const copyWire = ({
  person,
  accounts,
  legalHolds,
  purposes,
  recipients,
  accesses,
  ...made
}: SubjectAccess) => ({
  ...made,
  person: { ...person },
  accounts: accounts.map((account) => ({ ...account })),
  legalHolds: legalHolds.map((hold) => ({ ...hold })),
  ...{ purposes: [...purposes], recipients: [...recipients], accesses: [...accesses] },
});
