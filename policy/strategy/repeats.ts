import * as z from 'zod';
import type { DraftStep } from './draft';
import type { Fault } from './checks';

/** More occurrences than this are a slip of the pen, not a cadence. */
const MOST_TIMES = 60;

/** `every` days from the step's own day on, up to day `until` or `times` times in all, the first included. */
export const repeatSchema = z
  .strictObject({
    every: z.int().min(1).describe('a whole number of days between two occurrences'),
    until: z.int().optional().describe('the last day on which it may occur, counted as the day of the step'),
    times: z
      .int()
      .min(2)
      .max(MOST_TIMES)
      .optional()
      .describe('a whole number of occurrences from 2 to 60, the first included'),
  })
  .describe('repeats the step, each occurrence once per debt; give either until or times');

export const countFromSchema = z
  .enum(['due', 'issue'])
  .describe('what day counts from: due = the due date (delinquent days); issue = the date of the invoice');

export type Repeat = z.output<typeof repeatSchema>;

/** The days of all occurrences, the first included. */
export function daysOf(day: number, { every, until = Infinity, times = Infinity }: Repeat): number[] {
  const count = Math.min(times, Math.floor((until - day) / every) + 1, MOST_TIMES);
  return Array.from({ length: Math.max(1, count) }, (_, index) => day + index * every);
}

/** The first occurrence has the id of its step, the second `<id>#2`: what was done is remembered by it. */
export const occurrenceId = (id: string, index: number): string => (index === 0 ? id : `${id}#${index + 1}`);

/** Faults of repeating steps, and of steps that count from the date of the invoice. */
export function repeatFaults({ steps }: { readonly steps: readonly DraftStep[] }): readonly Fault[] {
  return steps.flatMap((step) => [...repeatFault(step), ...issueFaults(step, steps)]);
}

type Found = Pick<Fault, 'code' | 'message' | 'remedy'>;

function repeatFault(step: DraftStep): readonly Fault[] {
  const { index, repeat } = step;
  const found = repeat && (requiredFault(step) ?? endFault(repeat) ?? lengthFault(step, repeat));
  return found ? [{ path: ['steps', index, 'repeat'], ...found }] : [];
}

const requiredFault = ({ required }: DraftStep): Found | undefined =>
  required
    ? {
        code: 'repeat.required',
        message: 'a required step repeats: each occurrence would hold back everything after it',
        remedy: 'write the required notice as a step of its own, without repeat',
      }
    : undefined;

const endFault = ({ until, times }: Partial<Repeat>): Found | undefined =>
  (until === undefined) === (times === undefined)
    ? {
        code: 'repeat.end',
        message: until === undefined ? 'the repetition has no end' : 'the repetition has two ends',
        remedy: 'give either until (the last day) or times (how often in all)',
      }
    : undefined;

function lengthFault({ day }: DraftStep, { every, until }: Partial<Repeat>): Found | undefined {
  if (day === undefined || every === undefined || until === undefined) return undefined;
  const count = Math.floor((until - day) / every) + 1;
  if (count >= 2 && count <= MOST_TIMES) return undefined;
  return {
    code: count < 2 ? 'repeat.nothing' : 'repeat.tooMany',
    message: `from day ${day} every ${every} days until day ${until}, the step occurs ${Math.max(count, 1)} times`,
    remedy:
      count < 2
        ? `let it end on day ${day + every} or later, or leave repeat out`
        : `let it end on day ${day + (MOST_TIMES - 1) * every} at the latest`,
  };
}

/** A debt without an issue date has no such step: a handoff that requires one would wait for ever. */
function issueFaults(step: DraftStep, steps: readonly DraftStep[]): readonly Fault[] {
  return step.requires.flatMap((item, place): Fault[] => {
    const required = steps.find(({ id }) => id !== undefined && id === item);
    if (!required?.countsFromIssue) return [];
    const message = `the handoff requires "${String(item)}", which debts without an issue date do not have`;
    const remedy = `let "${String(item)}" count from the due date`;
    return [
      {
        path: ['steps', step.index, 'handoff', 'requires', place],
        code: 'handoff.requiresIssue',
        message,
        remedy,
      },
    ];
  });
}
