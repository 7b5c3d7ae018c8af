import type { Stage, Step, Strategy } from '../../domain/strategy';
import { stageNames } from '../../domain/strategy';
import type { SecondOfDay } from '../../domain/time/calendar';
import { constraintsOf } from './constraints';
import { lenientRuleOf } from './lenient-rules';
import { noticeOf } from './notices';
import { incentiveOf, negotiationOf } from './offers';
import { daysOf, occurrenceId } from './repeats';
import type { StepFile, StrategyFile } from './schema';

const SECONDS_OF = { s: 1, m: 60, h: 3_600 } as const;

/** The strategy as the core uses it, from a file that has passed its schema. */
export function toStrategy(file: StrategyFile): Strategy {
  const [from, to] = file.send_window;
  return {
    id: file.strategy,
    version: file.version,
    jurisdiction: file.jurisdiction,
    profile: file.profile,
    ...(file.lenient_rules && { lenientRules: file.lenient_rules.map(lenientRuleOf) }),
    actor: file.actor,
    catchUp: file.catch_up,
    sendWindow: { from: secondOfDay(from), to: secondOfDay(to) },
    jitterSeconds: secondsOf(file.jitter),
    tolerance: file.tolerance,
    stages: stagesOf(file.stages),
    ...(file.promise && { promise: promiseOf(file.promise) }),
    ...(file.incentives && { incentives: file.incentives.map(incentiveOf) }),
    ...(file.negotiation && { negotiation: negotiationOf(file.negotiation) }),
    ...(file.notices && { notices: file.notices.map(noticeOf) }),
    ...constraintsOf(file),
    steps: file.steps.flatMap(occurrencesOf),
    ...(file.experiment && { experiment: file.experiment }),
  };
}

/** Seconds since local midnight of `HH:MM`; `24:00` is the end of the day. */
export function secondOfDay(clock: string): SecondOfDay {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * SECONDS_OF.h + minutes * SECONDS_OF.m;
}

/** Seconds of a duration such as `90s`, `60m` or `1h`; 0 stays 0. */
export function secondsOf(duration: number | string): number {
  if (typeof duration === 'number') return duration;
  const unit = duration.at(-1);
  return (
    Number.parseInt(duration, 10) * (unit === 'h' ? SECONDS_OF.h : unit === 'm' ? SECONDS_OF.m : SECONDS_OF.s)
  );
}

function stagesOf(stages: StrategyFile['stages']): readonly Stage[] {
  return stageNames.flatMap((name) => {
    const stage = stages[name];
    return stage ? [{ name, from: stage.from }] : [];
  });
}

function promiseOf(promise: NonNullable<StrategyFile['promise']>): NonNullable<Strategy['promise']> {
  return {
    maxDaysAhead: promise.max_days_ahead,
    minShare: promise.min_share,
    maxOpen: promise.max_open,
    maxBroken: promise.max_broken,
    graceDays: promise.grace_days,
    keepShare: promise.keep_share,
    ...(promise.reminder && { reminder: promise.reminder }),
  };
}

/** A step that repeats is as many steps, each with an id of its own. */
function occurrencesOf(file: StepFile): readonly Step[] {
  const step = stepOf(file);
  if ('handoff' in file || !file.repeat) return [step];
  return daysOf(step.day, file.repeat).map((day, index) => ({
    ...step,
    id: occurrenceId(step.id, index),
    day,
  }));
}

function stepOf(step: StepFile): Step {
  const { id, day } = step;
  if ('handoff' in step) return { kind: 'handoff', id, day, ...step.handoff };
  const base = { id, day, ...(step.count_from === 'issue' && { countFrom: step.count_from }) };
  if ('template' in step)
    return { kind: 'touch', ...base, via: step.via, template: step.template, required: step.required };
  return {
    kind: 'task',
    ...base,
    task: step.task,
    queue: step.queue,
    ...(step.script !== undefined && { script: step.script }),
  };
}
