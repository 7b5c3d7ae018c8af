import { nearestName } from '../nearest';
import type { DataPath } from '../yaml';
import { capacityFaults } from './constraints';
import type { Draft, DraftStep } from './draft';
import { experimentArms } from './experiment';
import type { KnownRules } from './lenient-rules';
import { lenientRuleFaults } from './lenient-rules';
import { noticeFaults } from './notices';
import { incentiveFaults } from './offers';
import { repeatFaults } from './repeats';
import { secondOfDay, secondsOf } from './to-domain';

/** What the file's surroundings know; a name outside a known set is a fault, an absent set is not checked. */
export interface KnownNames {
  readonly templates?: ReadonlySet<string>;
  /** The rules of the law, and today. */
  readonly law?: KnownRules;
  /** Whether what can run, though hardly as its author means, is let pass. Absent = it is a fault. */
  readonly unwise?: boolean;
}

/** Faults of plans that nobody should publish, but whose outcome the rules of the case give all the same. */
const UNWISE: readonly string[] = ['handoff.stage', 'handoff.requiresOptional', 'handoff.requiresLater'];

/** A fault of meaning: the fields are well formed, but cannot be right together. */
export interface Fault {
  readonly path: DataPath;
  readonly part?: 'value' | 'key';
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

type Check = (draft: Draft, known: KnownNames) => readonly Fault[];

/** Item of `requires` that stands for the complete dossier instead of a step. */
const DOSSIER = 'dossier';

/** Every fault of meaning that can be seen, even where other parts of the file are malformed. */
export function faultsOf(draft: Draft, known: KnownNames): readonly Fault[] {
  const checks: readonly Check[] = [
    lenientRuleFaults,
    stageOrder,
    windowOrder,
    jitterFits,
    stepKinds,
    stepIds,
    handoffStages,
    requirements,
    repeatFaults,
    noticeFaults,
    incentiveFaults,
    templates,
    experimentArms,
    capacityFaults,
  ];
  const faults = checks.flatMap((check) => check(draft, known));
  return known.unwise ? faults.filter(({ code }) => !UNWISE.includes(code)) : faults;
}

const stageOrder: Check = ({ fields, stages }) => {
  if ('stages' in fields && stages.length === 0) {
    return [
      {
        path: ['stages'],
        code: 'stage.none',
        message: 'no stage is given',
        remedy: 'add at least one stage, such as preventive: {from: -10}',
      },
    ];
  }
  return stages.flatMap(({ name, from }, index) => {
    const before = stages[index - 1];
    if (!before || before.from < from) return [];
    const message = `stage ${name} begins on day ${from}, which is not after ${before.name} (day ${before.from})`;
    const remedy = `let ${name} begin on day ${before.from + 1} or later, or ${before.name} earlier`;
    return [{ path: ['stages', name, 'from'], code: 'stage.order', message, remedy }];
  });
};

const windowOrder: Check = ({ window }) => {
  const length = windowSeconds(window);
  if (!window || length === undefined || length > 0) return [];
  const message = `send_window closes at ${window[1]}, which is not after its opening at ${window[0]}`;
  return [
    {
      path: ['send_window'],
      code: 'window.order',
      message,
      remedy: 'write the opening first and the close second, such as ["10:00", "18:00"]',
    },
  ];
};

const jitterFits: Check = ({ window, jitter }) => {
  const length = windowSeconds(window);
  if (jitter === undefined || length === undefined || length <= 0 || !(secondsOf(jitter) >= length))
    return [];
  const message = `jitter ${jitter} is as long as the send_window or longer (${length / 60} minutes)`;
  return [
    {
      path: ['jitter'],
      code: 'jitter.tooLong',
      message,
      remedy: 'make it shorter than the window, so that every account has time to be contacted',
    },
  ];
};

/** Seconds from opening to close; undefined when either cannot be read. */
function windowSeconds(window: Draft['window']): number | undefined {
  if (!window) return undefined;
  const length = secondOfDay(window[1]) - secondOfDay(window[0]);
  return Number.isNaN(length) ? undefined : length;
}

const stepKinds: Check = ({ steps }) =>
  steps
    .filter(({ kinds }) => kinds.length !== 1)
    .map(({ index, kinds }) => ({
      path: ['steps', index],
      code: 'step.kind',
      message:
        kinds.length === 0
          ? 'the step does not say what to do'
          : `the step mixes fields of a ${kinds.join(' and a ')}`,
      remedy:
        'give it either via and template (a message), or task and queue (work for a person), or handoff',
    }));

const stepIds: Check = ({ steps }) =>
  steps.flatMap((step) => [...reservedId(step), ...repeatedId(step, steps)]);

function reservedId({ id, index }: DraftStep): readonly Fault[] {
  if (id === undefined || (id !== DOSSIER && !id.includes(':'))) return [];
  const message =
    id === DOSSIER
      ? `"${DOSSIER}" is not a step but an item of requires`
      : `the id "${id}" holds a ":"; ids such as promise:p-1 belong to the engine`;
  return [
    {
      path: ['steps', index, 'id'],
      code: 'step.reservedId',
      message,
      remedy: 'choose a name of letters, digits, "-", "_" and "."',
    },
  ];
}

function repeatedId({ id, index }: DraftStep, steps: readonly DraftStep[]): readonly Fault[] {
  const first = steps.findIndex((step) => step.id === id);
  if (id === undefined || first === index) return [];
  const message = `the id "${id}" is already used by steps[${first}]`;
  return [
    {
      path: ['steps', index, 'id'],
      code: 'step.duplicateId',
      message,
      remedy: 'give each step an id of its own: what has been done is remembered by id',
    },
  ];
}

const handoffStages: Check = ({ steps, stages }) => {
  const judicial = stages.find(({ name }) => name === 'judicial');
  return steps.flatMap(({ kinds, day, index }) => {
    if (!kinds.includes('handoff') || day === undefined || (judicial && day >= judicial.from)) return [];
    const message = judicial
      ? `the handoff on day ${day} comes before the judicial stage (day ${judicial.from})`
      : 'there is a handoff but no judicial stage';
    const remedy = judicial
      ? `move it to day ${judicial.from} or later`
      : `add the stage, such as judicial: {from: ${day}}`;
    return [{ path: ['steps', index, 'day'], code: 'handoff.stage', message, remedy }];
  });
};

const requirements: Check = ({ steps }) =>
  steps.flatMap((handoff) =>
    handoff.requires.flatMap((item, place) => {
      const fault =
        typeof item === 'string' && item !== DOSSIER ? requirementFault(item, handoff, steps) : undefined;
      return fault ? [{ path: ['steps', handoff.index, 'handoff', 'requires', place], ...fault }] : [];
    }),
  );

/** What keeps a handoff from ever being complete, or from being complete in time. */
function requirementFault(
  id: string,
  handoff: DraftStep,
  steps: readonly DraftStep[],
): Omit<Fault, 'path'> | undefined {
  const step = steps.find((candidate) => candidate.id === id);
  if (!step) return unknownRequirement(id, steps);
  if (!step.kinds.includes('touch')) {
    return {
      code: 'handoff.requiresNoTouch',
      message: `the handoff requires "${id}", which sends nothing`,
      remedy: 'name a step with via and template, or dossier',
    };
  }
  if (!step.required) {
    const message = `the handoff requires "${id}", which may be passed over, and would then wait for ever`;
    return { code: 'handoff.requiresOptional', message, remedy: `add required: true to the step "${id}"` };
  }
  if (step.day === undefined || handoff.day === undefined || step.day <= handoff.day) return undefined;
  const message = `the handoff on day ${handoff.day} requires "${id}", which is sent later, on day ${step.day}`;
  return { code: 'handoff.requiresLater', message, remedy: `move "${id}" before the handoff` };
}

function unknownRequirement(id: string, steps: readonly DraftStep[]): Omit<Fault, 'path'> {
  const notices = steps.filter(({ required }) => required).flatMap((step) => step.id ?? []);
  const near = nearestName(id, [...steps.flatMap((step) => step.id ?? []), DOSSIER]);
  const remedy = near ? `did you mean "${near}"?` : `name one of ${[...notices, DOSSIER].join(', ')}`;
  return {
    code: 'handoff.requiresUnknown',
    message: `the handoff requires "${id}", but no step has that id`,
    remedy,
  };
}

const templates: Check = ({ steps, notices, reminderTemplate, settlementTemplate }, known) => {
  const { templates: names } = known;
  if (!names) return [];
  const uses = [
    ...steps.map(({ template, index }) => ({ template, path: ['steps', index, 'template'] })),
    ...notices.map(({ template, index }) => ({ template, path: ['notices', index, 'template'] })),
    { template: reminderTemplate, path: ['promise', 'reminder', 'template'] },
    { template: settlementTemplate, path: ['negotiation', 'reminder', 'template'] },
  ];
  return uses.flatMap(({ template, path }) =>
    template === undefined || names.has(template) ? [] : [unknownTemplate(template, path, names)],
  );
};

function unknownTemplate(template: string, path: DataPath, names: ReadonlySet<string>): Fault {
  const near = nearestName(template, names);
  const remedy = near
    ? `did you mean "${near}"?`
    : `add messages/<language>/${template}.yaml, or use one of ${[...names].sort().join(', ')}`;
  return { path, code: 'template.unknown', message: `no message template is called "${template}"`, remedy };
}
