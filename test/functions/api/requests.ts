import { taskId } from '../../../functions/api/operations/tasks';

/** What requests of the table below are about. */
export interface About {
  readonly account: string;
  readonly person: string;
  /** Of a work item of the account. */
  readonly task: string;
}

interface Sample {
  readonly path?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const proof = { proof: 'web_form' };
const due = '2030-01-01';

/** A good request for every operation, by its id; the members of the path come from what it is about. */
export const samples = (about: About): Readonly<Record<string, Sample>> => {
  const path = {
    ...{ account: about.account, person: about.person, channel: 'sms', hold: 'juzgado-12' },
    task: taskId({ accountId: about.account, id: about.task }),
  };
  const bodies: Readonly<Record<string, unknown>> = {
    ...{ listAccounts: undefined, getAccount: undefined, getTimeline: undefined, getPerson: undefined },
    ...{ listTasks: undefined, listStrategies: undefined, countByStage: undefined },
    ...{ removeContactPoint: undefined, writeOff: undefined, withdraw: undefined },
    addDebt: { id: 'D-9', due, amount: 1 },
    adjustDebt: { debt: 'D-1', amount: 1 },
    recordPayment: { id: 'p', amount: 1 },
    reversePayment: { id: 'r', of: 'p' },
    registerReference: { provider: 'stripe', reference: 'customer:cus_1', account: about.account },
    promiseToPay: { id: 'pr', amount: 1, due },
    agreePlan: { id: 'pl', instalments: [{ due, amount: 1 }] },
    agreeSettlement: { id: 'se', amount: 1, due },
    endPlan: { id: 'e', plan: 'pl' },
    openDispute: { id: 'di', debt: 'D-1' },
    resolveDispute: { id: 'di', as: 'accepted' },
    holdAccount: { id: 'h', until: null, freeze: false, reason: 'illness' },
    releaseHold: { id: 'h' },
    approveHandoff: { step: 'juicio' },
    completeDossier: { complete: true },
    serveNotice: { id: 's', step: 'intima', on: '2026-03-01', proof: 'acta' },
    setContactPoint: { address: '+573009998877' },
    verifyContactPoint: { channel: 'sms', ...proof },
    recordConsent: { channel: 'sms', ...proof },
    recordOptOut: { channel: 'all', ...proof },
    setLanguage: { language: 'pt' },
    recordStopFact: { fact: 'hardship', ...proof },
    clearStopFact: { fact: 'hardship', ...proof },
    recordContact: { account: about.account, channel: 'sms', outcome: 'direct', at: '2026-03-01T10:00:00Z' },
    claimTask: { minutes: 5 },
    completeTask: { result: 'done' },
    matchPayment: { account: about.account },
    ...{ getPrivacy: undefined, exportPerson: undefined },
    requestErasure: { reason: 'data-subject-request' },
    erasePerson: { reason: 'data-subject-request' },
    setLegalHold: { id: 'juzgado-12', reason: 'lawsuit' },
    liftLegalHold: { reason: 'over' },
  };
  return Object.fromEntries(Object.entries(bodies).map(([id, body]) => [id, { path, body }]));
};
