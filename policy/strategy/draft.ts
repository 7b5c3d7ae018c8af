import type { StageName } from '../../domain/strategy';
import type { DraftNotice } from './notices';
import { stageNames } from '../../domain/strategy';

export type StepKind = 'touch' | 'task' | 'handoff';

/** A step as far as it can be read; a field that is missing or malformed is absent. */
export interface DraftStep {
  readonly index: number;
  readonly id?: string;
  readonly day?: number;
  /** More or fewer than one: the step is not clearly of one kind. */
  readonly kinds: readonly StepKind[];
  readonly template?: string;
  readonly required: boolean;
  readonly requires: readonly unknown[];
  readonly repeat?: { readonly every?: number; readonly until?: number; readonly times?: number };
  readonly countsFromIssue: boolean;
}

/**
 * A strategy file as far as it can be read, for checks that look at several fields together: they report their
 * faults in the same run as the schema's, instead of after those have been mended.
 */
export interface Draft {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly stages: readonly { readonly name: StageName; readonly from: number }[];
  readonly steps: readonly DraftStep[];
  readonly window: readonly [string, string] | undefined;
  readonly jitter: string | undefined;
  readonly reminderTemplate: string | undefined;
  readonly settlementTemplate: string | undefined;
  readonly notices: readonly DraftNotice[];
}

type Fields = Readonly<Record<string, unknown>>;

const kindOfField: Readonly<Record<string, StepKind>> = {
  via: 'touch',
  template: 'touch',
  required: 'touch',
  task: 'task',
  queue: 'task',
  script: 'task',
  handoff: 'handoff',
};

/** Reads what can be read; undefined when the data is not a map at all. */
export function draftOf(data: unknown): Draft | undefined {
  if (!isFields(data)) return undefined;
  const steps = Array.isArray(data['steps']) ? data['steps'] : [];
  const notices = Array.isArray(data['notices']) ? data['notices'] : [];
  return {
    fields: data,
    stages: stagesOf(fieldsOf(data['stages'])),
    steps: steps.map((step, index) => stepOf(fieldsOf(step), index)),
    window: windowOf(data['send_window']),
    jitter: textOf(data['jitter']),
    notices: notices.map((notice, index) => noticeOf(fieldsOf(notice), index)),
    reminderTemplate: textOf(fieldsOf(fieldsOf(data['promise'])['reminder'])['template']),
    settlementTemplate: textOf(fieldsOf(fieldsOf(data['negotiation'])['reminder'])['template']),
  };
}

function stagesOf(stages: Fields): Draft['stages'] {
  return stageNames.flatMap((name) => {
    const from = fieldsOf(stages[name])['from'];
    return typeof from === 'number' ? [{ name, from }] : [];
  });
}

function stepOf(step: Fields, index: number): DraftStep {
  const kinds = Object.keys(step).flatMap((field) =>
    Object.hasOwn(kindOfField, field) ? (kindOfField[field] ?? []) : [],
  );
  const requires = fieldsOf(step['handoff'])['requires'];
  return {
    index,
    ...(typeof step['id'] === 'string' && { id: step['id'] }),
    ...(typeof step['day'] === 'number' && { day: step['day'] }),
    kinds: [...new Set(kinds)],
    ...(typeof step['template'] === 'string' && { template: step['template'] }),
    required: step['required'] === true,
    requires: Array.isArray(requires) ? requires : [],
    ...('repeat' in step && { repeat: numbersOf(fieldsOf(step['repeat'])) }),
    countsFromIssue: step['count_from'] === 'issue',
  };
}

const noticeOf = (notice: Fields, index: number): DraftNotice => ({
  index,
  on: textOf(notice['on']),
  template: textOf(notice['template']),
  hasDaysBefore: 'days_before' in notice,
});

const numbersOf = (fields: Fields): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (typeof value === 'number' ? [[name, value]] : [])),
  );

function windowOf(window: unknown): Draft['window'] {
  if (!Array.isArray(window)) return undefined;
  const [from, to] = window.map(textOf);
  return from !== undefined && to !== undefined ? [from, to] : undefined;
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
