/**
 * Records what a version of the account workflow does, for `test/workflows/replay.test.ts`: representative cases lived
 * through on a local Temporal, each as one file of `test/histories/<version>/`. Run it when a version ships, into a folder
 * of its own; the old folders stay, because open cases of that version must still replay.
 *
 *     node -r tsx/cjs scripts/record-histories.ts v1
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dayFromIso } from '../domain/time/calendar';
import { PAYLOAD_KEYS_VARIABLE } from '../temporal/key-ring';
import { HISTORIES, HISTORY_ENV, toText } from '../test/workflows/histories';
import type { LabCase } from '../test/workflows/lab';
import { aPerson, aStrategy, at, Lab } from '../test/workflows/lab';
import { changeContactPoint, recordOptOut } from '../workflows/messages';

type Story = (lab: Lab, account: string) => Promise<LabCase>;

const asked = { by: 'agent-7' };

/** From the first reminder to the first call: two stages and a task. */
const early: Story = async (lab, account) => {
  const one = await lab.open({ account });
  await one.liveUntil('2026-03-31 12:00');
  return one;
};

/** An old debt up to the judicial handoff, with its checklist. */
const late: Story = async (lab, account) => {
  const one = await lab.open({ account, opened: '2026-05-05 12:00' });
  await one.liveUntil('2026-05-25 12:00');
  await one.ask('completeDossier', { kind: 'dossier', complete: true, at: at('2026-05-25 13:00') }, asked);
  await one.ask('approveHandoff', { kind: 'approve', step: 'juicio', at: at('2026-05-25 13:05') }, asked);
  await one.liveUntil('2026-06-10 12:00');
  return one;
};

const payments: Story = async (lab, account) => {
  const one = await lab.open({ account });
  await one.liveUntil('2026-03-05 12:00');
  await one.pay('p-1', 30_000, '2026-03-06 09:00');
  await one.pay('p-1', 30_000, '2026-03-06 09:00');
  await one.liveUntil('2026-03-12 12:00');
  await one.pay('p-2', 70_000, '2026-03-12 13:00');
  return one;
};

const bounce: Story = async (lab, account) => {
  const one = await lab.open({ account });
  await one.liveUntil('2026-03-10 12:00');
  const attempt = await lab.cluster.store.lastAttemptOfStep(one.key, 'hoy');
  const report = { eventId: 'bounce-1', providerId: attempt?.providerId ?? '', hard: true };
  await lab.cluster.feedback.bounced({ ...report, at: at('2026-03-10 12:30') });
  await one.liveUntil('2026-03-12 12:00');
  return one;
};

const choices: Story = async (lab, account) => {
  const one = await lab.open({ account });
  const point = { channel: 'email', address: 'otra@example.test' } as const;
  await one.handle.executeUpdate(changeContactPoint, {
    args: [point, { ...asked, at: at('2026-03-04 09:00') }],
  });
  await one.liveUntil('2026-03-05 12:00');
  const optOut = { channel: 'sms' } as const;
  await one.handle.executeUpdate(recordOptOut, { args: [optOut, { ...asked, at: at('2026-03-06 09:00') }] });
  await one.liveUntil('2026-03-12 12:00');
  return one;
};

const agreements: Story = async (lab, account) => {
  const one = await lab.open({ account, opened: '2026-03-12 12:00' });
  const when = at('2026-03-13 09:00');
  const amounts = { id: 'pr-1', amount: 60_000, due: dayFromIso('2026-03-16') };
  await one.ask('promiseToPay', { kind: 'promise', ...amounts, id: 'pr-0', amount: 1, at: when }, asked);
  await one.ask('promiseToPay', { kind: 'promise', ...amounts, at: when }, asked);
  await one.liveUntil('2026-03-20 12:00');
  const hold = { id: 'h', until: null, freeze: true, reason: 'review', at: at('2026-03-21 09:00') };
  await one.ask('holdCase', { kind: 'hold', ...hold }, asked);
  await one.ask('releaseHold', { kind: 'release', id: 'h', at: at('2026-03-23 09:00') }, asked);
  await one.ask('openDispute', { kind: 'dispute', id: 'd', debt: 'D9', at: at('2026-03-23 10:00') }, asked);
  await one.liveUntil('2026-03-28 12:00');
  return one;
};

const reopened: Story = async (lab, account) => {
  const one = await lab.open({ account });
  await one.liveUntil('2026-03-05 12:00');
  await one.pay('p', 100_000, '2026-03-06 09:00');
  await one.handle.result();
  await one.fact('bank-1', { kind: 'reversal', id: 'r', of: 'p', at: at('2026-03-09 09:00') });
  await one.liveUntil('2026-03-12 12:00');
  return one;
};

const taskAndHandoff: Story = async (lab, account) => {
  const steps = [
    { id: 'llamada', day: 1, task: 'call', queue: 'temprana' },
    { id: 'vencido', day: 1, via: ['email'], template: 'vencido' },
    { id: 'juicio', day: 5, handoff: { to: 'estudio', approval: 'none', requires: [] } },
  ];
  const stages = { extrajudicial: { from: 3 }, judicial: { from: 5 } };
  const one = await lab.open({ account, strategy: aStrategy({ steps, stages }) });
  await one.liveUntil('2026-03-16 12:00');
  return one;
};

/** No channel, a fact that overtook another, and one whose signal was lost. */
const troubles: Story = async (lab, account) => {
  const person = aPerson(`P-${account}`, { consent: [] });
  const one = await lab.open({ account, person });
  await one.liveUntil('2026-03-06 12:00');
  const pay = (id: string) => ({ kind: 'payment', id, amount: 10_000, at: at('2026-03-07 09:00') }) as const;
  const accepted = [await one.acceptSilently('e-1', pay('p-1')), await one.acceptSilently('e-2', pay('p-2'))];
  for (const fact of accepted.reverse()) await one.signal(fact);
  await one.acceptSilently('e-3', pay('p-3'));
  await one.pay('p-4', 10_000, '2026-03-08 09:00');
  await one.liveUntil('2026-03-12 12:00');
  return one;
};

const stories: Readonly<Record<string, Story>> = {
  ...{ 'early-life': early, 'late-life': late, payments, bounce, choices },
  ...{ agreements, reopened, 'task-and-handoff': taskAndHandoff, troubles },
};

/** Every run of a case, first to last. */
async function runsOf(lab: Lab, one: LabCase) {
  const { workflow } = lab.cluster.client;
  const { workflowId } = one.handle;
  const ids: string[] = [];
  for await (const { runId, startTime } of workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
    ids.push(`${startTime.toISOString()} ${runId}`);
  }
  const histories = ids.sort().map((id) => workflow.getHandle(workflowId, id.split(' ')[1]).fetchHistory());
  return Promise.all(histories);
}

async function record(version: string): Promise<void> {
  const folder = join(HISTORIES, version);
  mkdirSync(folder, { recursive: true });
  const lab = await Lab.start({ oneKey: true }, HISTORY_ENV[PAYLOAD_KEYS_VARIABLE]);
  try {
    for (const [name, story] of Object.entries(stories)) {
      const one = await story(lab, name);
      await new Promise((resolve) => setTimeout(resolve, 1_500)); // visibility lags
      const runs = await runsOf(lab, one);
      const text = toText({ workflowId: one.handle.workflowId, runs });
      writeFileSync(join(folder, `${name}.json`), text);
      process.stderr.write(`${name}: ${runs.length} runs, ${Math.ceil(text.length / 1024)} KB\n`);
    }
  } finally {
    await lab.stop();
  }
}

const [version] = process.argv.slice(2);
if (version === undefined || !/^v\d+$/.test(version)) {
  process.stderr.write('Say which version of the workflow is recorded: record-histories.ts v1\n');
  process.exitCode = 2;
} else {
  void record(version);
}
