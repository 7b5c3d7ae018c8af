import { stageAt } from '../../domain/case/view';
import type { Experiment } from '../../domain/experiment/assign';
import { HOLDOUT, plannedShares } from '../../domain/experiment/assign';
import type { Language } from '../../domain/person';
import type { Condition } from '../../domain/segment/condition';
import { variantsOf } from '../../domain/segment/in-force';
import type { StageName, Step, Strategy } from '../../domain/strategy';
import { agreementLines } from './offer-words';
import { clock, conditionWords, nameOfValue, stepWords } from './words';

/** The cadence of one variant, day by day. */
export interface Calendar {
  readonly segment: string | null;
  readonly when: Condition | null;
  readonly days: readonly {
    readonly day: number;
    readonly stage: StageName;
    readonly steps: readonly Step[];
  }[];
}

/** What a strategy does on which day, for everybody and for each segment. */
export function calendarsOf(strategy: Strategy): readonly Calendar[] {
  return variantsOf(strategy).map(({ segment, strategy: variant }) => ({
    segment,
    when: strategy.segments?.find(({ id }) => id === segment)?.when ?? null,
    days: daysOf(variant),
  }));
}

function daysOf(strategy: Strategy): Calendar['days'] {
  const days = [...new Set(strategy.steps.map(({ day }) => day))].sort((a, b) => a - b);
  return days.map((day) => ({
    day,
    stage: stageAt(strategy, day),
    steps: strategy.steps.filter((step) => step.day === day),
  }));
}

const words = {
  es: {
    sends: 'envía de',
    to: 'a',
    week: 'semana',
    all: 'Todas las cuentas',
    segment: 'Segmento',
    day: 'día',
    issue: 'desde la emisión',
    promise: 'Promesa abierta: recordatorio el día anterior',
    experiment: 'Experimento',
    holdout: 'sin mensajes',
    legend: 'M mensaje · O mensaje obligatorio · T tarea · D derivación · + varios · | vencimiento',
  },
  pt: {
    sends: 'envia das',
    to: 'às',
    week: 'semana',
    all: 'Todas as contas',
    segment: 'Segmento',
    day: 'dia',
    issue: 'desde a emissão',
    promise: 'Promessa aberta: lembrete no dia anterior',
    experiment: 'Experimento',
    holdout: 'sem mensagens',
    legend: 'M mensagem · O mensagem obrigatória · T tarefa · D encaminhamento · + vários · | vencimento',
  },
  en: {
    sends: 'sends from',
    to: 'to',
    week: 'week',
    all: 'All accounts',
    segment: 'Segment',
    day: 'day',
    issue: 'from issue',
    promise: 'Open promise: a reminder on the day before',
    experiment: 'Experiment',
    holdout: 'no messages',
    legend: 'M message · O required message · T task · D handoff · + several · | due date',
  },
} satisfies Record<Language, Readonly<Record<string, string>>>;

/** The strategy for people: a calendar by weeks from the due date, and what each day brings. */
export function explainStrategy(strategy: Strategy, language: Language): string {
  const say = words[language];
  const { from, to } = strategy.sendWindow;
  const head = `${strategy.id} v${strategy.version} · ${strategy.jurisdiction} · ${say.sends} ${clock(from)} ${say.to} ${clock(to)}`;
  const parts = calendarsOf(strategy).map((calendar) => calendarText(calendar, language));
  const reminder = strategy.promise?.reminder;
  const promise = reminder
    ? [
        `${say.promise}: ${reminder.via.map((channel) => nameOfValue(channel, language)).join(', ')}, «${reminder.template}»`,
      ]
    : [];
  const agreed = ['', ...agreementLines(strategy, language), ...segmentLines(strategy, language)];
  return [head, say.legend, ...parts, ...agreed, ...promise, ...experimentLines(strategy, language), ''].join(
    '\n',
  );
}

/** What a segment offers otherwise. */
const segmentLines = ({ segments = [] }: Strategy, language: Language): string[] =>
  segments.flatMap(({ id, overrides }) =>
    agreementLines(overrides, language).map((line) => `${words[language].segment} «${id}»: ${line}`),
  );

function calendarText({ segment, when, days }: Calendar, language: Language): string {
  const say = words[language];
  const title =
    when === null ? say.all : `${say.segment} «${segment ?? ''}»: ${conditionWords(when, language)}`;
  return ['', title, ...grid(days), '', ...list(days, language)].join('\n');
}

/** Seven days a row; the row of the due date begins with it. */
function grid(days: Calendar['days']): string[] {
  const first = Math.floor((days[0]?.day ?? 0) / 7);
  const last = Math.floor((days.at(-1)?.day ?? 0) / 7);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const start = (first + index) * 7;
    const cells = Array.from({ length: 7 }, (_day, offset) => cellOf(days, start + offset));
    return `${String(start).padStart(5)} ${cells.join(' ')}`;
  });
}

function cellOf(days: Calendar['days'], day: number): string {
  const steps = days.find((known) => known.day === day)?.steps ?? [];
  const [step] = steps;
  if (!step) return day === 0 ? '|' : '·';
  if (steps.length > 1) return '+';
  if (step.kind === 'touch') return step.required ? 'O' : 'M';
  return step.kind === 'task' ? 'T' : 'D';
}

function list(days: Calendar['days'], language: Language): string[] {
  let stage: StageName | null = null;
  return days.flatMap(({ day, stage: own, steps }) => {
    const title = own === stage ? [] : [`  ── ${nameOfValue(own, language)}`];
    stage = own;
    const lines = steps.map((step) => {
      const issue = step.countFrom === 'issue' ? ` (${words[language].issue})` : '';
      return `  ${words[language].day} ${String(day).padStart(4)}${issue}  ${step.id}: ${stepWords(step, language)}`;
    });
    return [...title, ...lines];
  });
}

const experimentLines = ({ experiment }: Strategy, language: Language): string[] =>
  experiment ? [`${words[language].experiment} ${experimentWords(experiment, language)}`] : [];

/** `«tono-2026»: estandar 78.4 %, amable 19.6 %, sin mensajes 2.0 %` */
export function experimentWords(experiment: Experiment, language: Language): string {
  const name = (arm: string): string => (arm === HOLDOUT ? words[language].holdout : arm);
  const shares = plannedShares(experiment).map(
    ({ arm, weight }) => `${name(arm)} ${(weight * 100).toFixed(1)} %`,
  );
  return `«${experiment.id}»: ${shares.join(', ')}`;
}
