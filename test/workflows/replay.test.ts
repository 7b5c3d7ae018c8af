import { join } from 'node:path';
import type { temporal } from '@temporalio/proto';
import type { InjectedSinks, WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { FAILURE_CONVERTER_PATH } from '../../temporal/data-converter';
import { decoded, HISTORY_ENV, historyConverter, readCases, recordedVersions } from './histories';
import type { Command, SpySinks } from './replay-spy';

type History = temporal.api.history.v1.IHistory;
type Event = temporal.api.history.v1.IHistoryEvent;

let workflowBundle: WorkflowBundleWithSourceMap;

beforeAll(async () => {
  const logger = new DefaultLogger('ERROR');
  Runtime.install({ logger, telemetryOptions: { logging: { filter: 'ERROR', forward: {} } } });
  workflowBundle = await bundleWorkflowCode({
    workflowsPath: join(__dirname, '..', '..', 'workflows'),
    workflowInterceptorModules: [require.resolve('./replay-spy')],
    failureConverterPath: FAILURE_CONVERTER_PATH,
    logger,
  });
});

/** Runs the workflow over its history and gives what it asked for. @throws When it asks for something else. */
async function replay(history: History, workflowId: string): Promise<Command[]> {
  const commands: Command[] = [];
  const tell = {
    fn: (_info: unknown, command: Command) => void commands.push(command),
    callDuringReplay: true,
  };
  const sinks: InjectedSinks<SpySinks> = { spy: { tell } };
  await Worker.runReplayHistory(
    { workflowBundle, dataConverter: historyConverter(), sinks },
    history,
    workflowId,
  );
  return commands;
}

type PayloadsOf = (payloads: temporal.api.common.v1.IPayloads | null | undefined) => Promise<unknown[]>;

/** What the history says was asked for; null for events that say nothing of it. */
async function commandOf(event: Event, read: PayloadsOf): Promise<Command | null> {
  const activity = event.activityTaskScheduledEventAttributes;
  if (activity) {
    const [id, name] = [activity.activityId ?? '', activity.activityType?.name ?? ''];
    return { kind: 'activity', id, name, value: await read(activity.input) };
  }
  const timer = event.timerStartedEventAttributes;
  if (timer) {
    const { seconds = 0, nanos = 0 } = timer.startToFireTimeout ?? {};
    const value = Number(seconds) * 1_000 + Number(nanos) / 1_000_000;
    return { kind: 'timer', id: timer.timerId ?? '', name: '', value };
  }
  return answerOf(event, read);
}

async function answerOf(event: Event, read: PayloadsOf): Promise<Command | null> {
  const update = event.workflowExecutionUpdateCompletedEventAttributes;
  if (update) {
    const [value] = await read(update.outcome?.success);
    return { kind: 'update', id: update.meta?.updateId ?? '', name: '', value };
  }
  const carriedOn = event.workflowExecutionContinuedAsNewEventAttributes;
  if (carriedOn) {
    const name = carriedOn.workflowType?.name ?? '';
    return { kind: 'continue as new', id: '', name, value: await read(carriedOn.input) };
  }
  const completed = event.workflowExecutionCompletedEventAttributes;
  if (!completed) return null;
  const [value] = await read(completed.result);
  return { kind: 'result', id: '', name: '', value };
}

async function recordedCommands(history: History, workflowId: string): Promise<Command[]> {
  const read: PayloadsOf = (payloads) => decoded(HISTORY_ENV, workflowId, payloads?.payloads ?? []);
  const commands = await Promise.all((history.events ?? []).map((event) => commandOf(event, read)));
  return commands.filter((command) => command !== null);
}

const keyOf = ({ kind, id }: Command): string => `${kind} ${id}`;

const cases = recordedVersions().flatMap(readCases);

test('the histories are of many lives, and ask for everything there is', async () => {
  const runs = cases.flatMap(({ recorded: { workflowId, runs: all } }) =>
    all.map((history) => recordedCommands(history, workflowId)),
  );
  expect(cases.length).toBeGreaterThanOrEqual(6);
  const kinds = (await Promise.all(runs)).flat().map(({ kind }) => kind);
  expect(new Set(kinds)).toEqual(new Set(['activity', 'timer', 'update', 'continue as new', 'result']));
});

describe.each(cases)('$name', ({ recorded: { workflowId, runs } }) => {
  test.each(runs.map((history, run) => ({ run, history })))(
    'run $run asks for the same again, with the same words',
    async ({ history }) => {
      const again = new Map((await replay(history, workflowId)).map((command) => [keyOf(command), command]));
      const before = await recordedCommands(history, workflowId);
      for (const command of before) {
        const { name, ...rest } = command;
        // An update's completion does not repeat its name.
        expect(again.get(keyOf(command))).toMatchObject(name === '' ? rest : command);
      }
    },
  );
});
