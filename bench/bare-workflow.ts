import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  setWorkflowOptions,
  sleep,
} from '@temporalio/workflow';
import { BARE_ACCOUNTS_QUEUE, BARE_SENDING_QUEUE } from './bare-queues';

/** How the touch is made: on the queue of sending, at once on the workflow's own worker, or inside the workflow task. */
export const touchKinds = ['regular', 'eager', 'local'] as const;
export type TouchKind = (typeof touchKinds)[number];

/** What one activity is given: as many characters as the account's, which touch it is, and what it answers. */
export interface BareRequest {
  readonly step: string;
  readonly text: string;
  readonly answer: string;
}

/** Activities that do nothing; a touch gives its answer back. */
export interface BareActivities {
  bareTouch(request: BareRequest): Promise<string>;
  bareBooks(request: BareRequest): Promise<void>;
}

/** One thing that the account did; sizes are in characters of JSON. `summary`: of the text that the UI shows of it. */
export type BareAct = { readonly summary: number } & (
  | { readonly kind: 'timer'; readonly ms: number }
  | { readonly kind: 'touch'; readonly step: string; readonly chars: number; readonly answerChars: number }
  | { readonly kind: 'books'; readonly chars: number }
);

export interface BareInput {
  /** What is left to do, run by run. */
  readonly runs: readonly (readonly BareAct[])[];
  /** Size of the input of each run after this one. */
  readonly inputChars: readonly number[];
  /** Signals that are still to come. */
  readonly facts: number;
  readonly touch: TouchKind;
  /** What makes payloads as large as the account's, and as compressible: text of one of its own. */
  readonly text: string;
}

/** The signal of the account workflow. Not imported: its bundle shall hold nothing of the account's. */
const factAccepted = defineSignal<[unknown]>('factAccepted');

const options = { startToCloseTimeout: '1 minute' } as const;
const books = proxyActivities<BareActivities>({ ...options, taskQueue: BARE_ACCOUNTS_QUEUE });
/** Only activities of the workflow's own queue come back with the answer to the workflow task. */
const QUEUES = { regular: BARE_SENDING_QUEUE, eager: BARE_ACCOUNTS_QUEUE } as const;

/** The least that does what an account did: the same timers, activities, signals, runs and sizes, and no rules. */
export async function bareWorkflow(input: BareInput): Promise<string> {
  let { facts } = input;
  setHandler(factAccepted, () => {
    facts -= 1;
  });
  const [acts = [], ...runs] = input.runs;
  for (const act of acts) await perform(act, input);
  const [chars, ...inputChars] = input.inputChars;
  if (chars !== undefined) {
    const next = { runs, inputChars, facts, touch: input.touch, text: '' };
    return continueAsNew<typeof bareWorkflow>({
      ...next,
      text: fill(input.text, chars - JSON.stringify(next).length),
    });
  }
  await condition(() => facts <= 0);
  return 'paid';
}

setWorkflowOptions({ versioningBehavior: 'PINNED' }, bareWorkflow);

async function perform(act: BareAct, { touch, text }: BareInput): Promise<void> {
  switch (act.kind) {
    case 'timer':
      return sleep(act.ms, described(text, act));
    case 'touch':
      await touchBy(touch, described(text, act)).bareTouch(
        request(text, act.step, act.chars, act.answerChars),
      );
      return;
    case 'books':
      return books.bareBooks(request(text, '', act.chars, 0));
  }
}

function touchBy(kind: TouchKind, summary: { summary?: string }): Pick<BareActivities, 'bareTouch'> {
  if (kind === 'local') return proxyLocalActivities<BareActivities>({ ...options, ...summary });
  return proxyActivities<BareActivities>({ ...options, ...summary, taskQueue: QUEUES[kind] });
}

const described = (text: string, { summary }: BareAct): { summary?: string } =>
  summary > 0 ? { summary: fill(text, summary) } : {};

function request(text: string, step: string, chars: number, answerChars: number): BareRequest {
  const answer = fill(text, answerChars);
  return { step, answer, text: fill(text, chars - answerChars) };
}

/** So many characters of the text; where it is too short it goes on backwards, which compresses no better. */
function fill(text: string, chars: number): string {
  const longer = text.length >= chars ? text : `${text}${[...text].reverse().join('')}`;
  return longer.slice(0, Math.max(0, chars));
}
