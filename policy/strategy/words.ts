import type { Condition, SegmentField, Test } from '../../domain/segment/condition';
import type { Language } from '../../domain/person';
import type { Step } from '../../domain/strategy';

type In3 = Readonly<Record<Language, string>>;

const in3 = (es: string, pt: string, en: string): In3 => ({ es, pt, en });

/** Fields of a strategy, as a manager calls them. */
const fieldNames: Readonly<Record<string, In3>> = {
  id: in3('el nombre', 'o nome', 'the name'),
  version: in3('la versión', 'a versão', 'the version'),
  jurisdiction: in3('el lugar por defecto', 'o lugar padrão', 'the default place'),
  profile: in3('la lectura de la ley', 'a leitura da lei', 'the reading of the law'),
  lenientRules: in3(
    'las reglas que se dejan de lado',
    'as regras que se deixam de lado',
    'the rules set aside',
  ),
  reason: in3('el motivo', 'o motivo', 'the reason'),
  signedBy: in3('quién firma', 'quem assina', 'who signs'),
  signedOn: in3('la fecha de la firma', 'a data da assinatura', 'the date of the signature'),
  actor: in3('quién cobra', 'quem cobra', 'who collects'),
  catchUp: in3('qué pasa con lo atrasado', 'o que acontece com o atrasado', 'what happens to late steps'),
  sendWindow: in3('el horario de envío', 'o horário de envio', 'the send window'),
  jitterSeconds: in3(
    'el reparto dentro del horario',
    'a distribuição no horário',
    'the spread in the window',
  ),
  tolerance: in3('la tolerancia', 'a tolerância', 'the tolerance'),
  promise: in3('las promesas de pago', 'as promessas de pagamento', 'promises to pay'),
  experiment: in3('el experimento', 'o experimento', 'the experiment'),
  when: in3('la condición', 'a condição', 'the condition'),
  segmentOrder: in3('el orden de los segmentos', 'a ordem dos segmentos', 'the order of the segments'),
  stepOrder: in3('el orden de los pasos', 'a ordem dos passos', 'the order of the steps'),
  day: in3('el día', 'o dia', 'the day'),
  countFrom: in3('desde cuándo se cuenta', 'desde quando se conta', 'what the day counts from'),
  via: in3('los canales', 'os canais', 'the channels'),
  template: in3('la plantilla', 'o modelo', 'the template'),
  required: in3('si es obligatorio', 'se é obrigatório', 'whether it is required'),
  task: in3('la tarea', 'a tarefa', 'the task'),
  queue: in3('la cola', 'a fila', 'the queue'),
  script: in3('el guion', 'o roteiro', 'the script'),
  kind: in3('el tipo', 'o tipo', 'the kind'),
  to: in3('el destino', 'o destino', 'the destination'),
  approval: in3('la aprobación', 'a aprovação', 'the approval'),
  requires: in3('los requisitos', 'os requisitos', 'the requirements'),
  from: in3('el primer día', 'o primeiro dia', 'the first day'),
  maxDaysAhead: in3('el plazo máximo', 'o prazo máximo', 'the longest term'),
  minShare: in3('la parte mínima', 'a parte mínima', 'the least share'),
  maxOpen: in3('cuántas pueden estar abiertas', 'quantas podem estar abertas', 'how many may be open'),
  maxBroken: in3('cuántas se pueden incumplir', 'quantas podem ser quebradas', 'how many may be broken'),
  graceDays: in3('los días de gracia', 'os dias de carência', 'the days of grace'),
  keepShare: in3('la parte que las cumple', 'a parte que as cumpre', 'the share that keeps them'),
  notices: in3('los avisos', 'os avisos', 'the notices'),
  incentives: in3('los descuentos', 'os descontos', 'the discounts'),
  negotiation: in3('los acuerdos con quita', 'os acordos com desconto', 'settlements'),
  freshDays: in3('hasta cuándo es novedad', 'até quando é novidade', 'how long it is news'),
  daysBefore: in3('los días de anticipación', 'os dias de antecedência', 'the days ahead'),
  share: in3('la parte que se descuenta', 'a parte descontada', 'the share taken off'),
  of: in3('sobre qué se descuenta', 'sobre o que se desconta', 'what it is a share of'),
  withinDays: in3('el plazo para pagar', 'o prazo para pagar', 'the days to pay'),
  fromDay: in3('el primer día', 'o primeiro dia', 'the first day'),
  once: in3('si es una sola vez', 'se é uma única vez', 'whether it is once only'),
  maxDiscount: in3('la quita máxima', 'o desconto máximo', 'the largest discount'),
  approvalAbove: in3(
    'desde dónde se pide aprobación',
    'a partir de onde se pede aprovação',
    'above what approval is needed',
  ),
  maxInstalments: in3('en cuántos pagos', 'em quantos pagamentos', 'in how many payments'),
  reminder: in3('el recordatorio', 'o lembrete', 'the reminder'),
  priority: in3('la prioridad', 'a prioridade', 'the priority'),
  budget: in3('el presupuesto por cuenta', 'o orçamento por conta', 'the budget per account'),
  limit: in3('el límite', 'o limite', 'the limit'),
  costs: in3('los costos', 'os custos', 'the costs'),
  capacity: in3('la capacidad de las colas', 'a capacidade das filas', 'the capacity of the queues'),
  agents: in3('agentes', 'agentes', 'agents'),
  tasksPerAgent: in3('tareas por agente y día', 'tarefas por agente e dia', 'tasks per agent and day'),
};

export const partNames: Readonly<Record<string, In3>> = {
  lenientRule: in3('la regla que se deja de lado', 'a regra que se deixa de lado', 'the rule set aside'),
  notice: in3('el aviso', 'o aviso', 'notice'),
  incentive: in3('el descuento', 'o desconto', 'discount'),
  negotiation: in3('los acuerdos con quita', 'os acordos com desconto', 'settlements'),
  step: in3('el paso', 'o passo', 'step'),
  stage: in3('la etapa', 'a etapa', 'stage'),
  segment: in3('el segmento', 'o segmento', 'segment'),
  promise: in3('las promesas de pago', 'as promessas de pagamento', 'promises to pay'),
  tolerance: in3('la tolerancia', 'a tolerância', 'the tolerance'),
  capacity: in3('la capacidad de la cola', 'a capacidade da fila', 'the capacity of queue'),
  budget: in3('el presupuesto por cuenta', 'o orçamento por conta', 'the budget per account'),
};

const valueNames: Readonly<Record<string, In3>> = {
  email: in3('correo', 'e-mail', 'email'),
  letter: in3('carta', 'carta', 'letter'),
  voice: in3('llamada', 'ligação', 'voice'),
  preventive: in3('preventiva', 'preventiva', 'preventive'),
  administrative: in3('administrativa', 'administrativa', 'administrative'),
  extrajudicial: in3('extrajudicial', 'extrajudicial', 'extrajudicial'),
  judicial: in3('judicial', 'judicial', 'judicial'),
  strict: in3('estricta', 'estrita', 'strict'),
  lenient: in3('permisiva', 'permissiva', 'lenient'),
  creditor: in3('el acreedor', 'o credor', 'the creditor'),
  third_party: in3('un tercero', 'um terceiro', 'a third party'),
  assignee: in3('un cesionario', 'um cessionário', 'an assignee'),
  person: in3('por una persona', 'por uma pessoa', 'by a person'),
  none: in3('ninguna', 'nenhuma', 'none'),
  balance: in3('lo vencido', 'o vencido', 'what is overdue'),
  interest: in3('los intereses', 'os juros', 'the interest'),
  payment_received: in3('pago recibido', 'pagamento recebido', 'payment received'),
  payment_reversed: in3('pago revertido', 'pagamento estornado', 'payment reversed'),
  promise_kept: in3('promesa cumplida', 'promessa cumprida', 'promise kept'),
  promise_broken: in3('promesa incumplida', 'promessa quebrada', 'promise broken'),
  instalment_near: in3('cuota próxima', 'parcela próxima', 'instalment near'),
  dispute_answered: in3('disputa respondida', 'contestação respondida', 'dispute answered'),
  call: in3('llamar', 'ligar', 'call'),
  visit: in3('visitar', 'visitar', 'visit'),
  true: in3('sí', 'sim', 'yes'),
  false: in3('no', 'não', 'no'),
};

export const nameOfField = (field: string, language: Language): string =>
  fieldNames[field]?.[language] ?? field;

/** The word for a value such as a channel or a stage; the value itself where there is none. */
export const nameOfValue = (value: string, language: Language): string =>
  valueNames[value]?.[language] ?? value;

/** A value of a strategy as people write it: windows as clocks, seconds as minutes, lists in order. */
export function valueWords(value: unknown, field: string | null, language: Language): string {
  if (value === undefined) return { es: 'nada', pt: 'nada', en: 'nothing' }[language];
  if (field === 'when') return conditionWords(value as Condition, language);
  if (field === 'jitterSeconds' && typeof value === 'number') return `${value / 60} min`;
  if (Array.isArray(value)) return value.map((item) => valueWords(item, null, language)).join(', ') || '–';
  if (typeof value === 'string') return nameOfValue(value, language);
  if (typeof value !== 'object' || value === null) return nameOfValue(JSON.stringify(value), language);
  if (field === 'sendWindow' && 'from' in value && 'to' in value)
    return `${clock(Number(value.from))}–${clock(Number(value.to))}`;
  const parts = Object.entries(value).map(([key, part]) => `${key}: ${valueWords(part, key, language)}`);
  return `{${parts.join(', ')}}`;
}

export const clock = (second: number): string =>
  [Math.floor(second / 3600), Math.floor((second % 3600) / 60)]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');

/** What a step does, without its day. */
export function stepWords(step: Step, language: Language): string {
  const say = (es: string, pt: string, en: string): string => in3(es, pt, en)[language];
  switch (step.kind) {
    case 'touch': {
      const via = step.via.map((channel) => nameOfValue(channel, language)).join(say(' o ', ' ou ', ' or '));
      const required = step.required ? say(' (obligatorio)', ' (obrigatório)', ' (required)') : '';
      return `${say('mensaje por', 'mensagem por', 'message by')} ${via}, «${step.template}»${required}`;
    }
    case 'task':
      return `${say('tarea', 'tarefa', 'task')}: ${nameOfValue(step.task, language)}, ${say('cola', 'fila', 'queue')} «${step.queue}»`;
    case 'handoff': {
      const needs =
        step.requires.length > 0
          ? `, ${say('requiere', 'requer', 'requires')} ${step.requires.join(', ')}`
          : '';
      return `${say('derivación a', 'encaminhamento a', 'handoff to')} «${step.to}»${needs}`;
    }
  }
}

const segmentFieldNames: Readonly<Record<string, In3>> = {
  balance: in3('saldo vencido', 'saldo vencido', 'overdue balance'),
  owed: in3('saldo total', 'saldo total', 'total balance'),
  days: in3('días de mora', 'dias de atraso', 'delinquent days'),
  past_due: in3('días corridos', 'dias corridos', 'days past due'),
  debts: in3('deudas abiertas', 'dívidas abertas', 'open debts'),
  payments: in3('pagos', 'pagamentos', 'payments'),
  contacts: in3('mensajes enviados', 'mensagens enviadas', 'messages sent'),
  promises_kept: in3('promesas cumplidas', 'promessas cumpridas', 'promises kept'),
  promises_broken: in3('promesas incumplidas', 'promessas quebradas', 'promises broken'),
  promise_fulfilment: in3('cumplimiento de promesas', 'cumprimento de promessas', 'promise fulfilment'),
  score: in3('puntaje', 'pontuação', 'score'),
  times_late: in3('veces en mora antes', 'vezes em atraso antes', 'times late before'),
  currency: in3('moneda', 'moeda', 'currency'),
  stage: in3('etapa', 'etapa', 'stage'),
  product: in3('producto', 'produto', 'product'),
  country: in3('país', 'país', 'country'),
  jurisdiction: in3('lugar', 'lugar', 'place'),
  city: in3('ciudad', 'cidade', 'city'),
  cause: in3('causa de la mora', 'causa do atraso', 'cause of delay'),
};

/** A condition as a sentence part. */
export function conditionWords(condition: Condition, language: Language): string {
  const [and, or, not] = { es: ['y', 'o', 'no'], pt: ['e', 'ou', 'não'], en: ['and', 'or', 'not'] }[language];
  if ('all' in condition) return joined(condition.all, ` ${and} `, language);
  if ('any' in condition) return joined(condition.any, ` ${or} `, language);
  return 'not' in condition
    ? `${not} (${conditionWords(condition.not, language)})`
    : testWords(condition, language);
}

const joined = (parts: readonly Condition[], by: string, language: Language): string =>
  parts
    .map((part) =>
      'all' in part || 'any' in part ? `(${conditionWords(part, language)})` : conditionWords(part, language),
    )
    .join(by);

function testWords({ field, ...test }: Test, language: Language): string {
  const say = (es: string, pt: string, en: string): string => in3(es, pt, en)[language];
  // A product or a city may be called as a stage is: only stages have words of ours.
  const told = (value: unknown): string =>
    field === 'stage' ? nameOfValue(String(value), language) : String(value);
  const words: Readonly<Record<string, (value: unknown) => string>> = {
    lt: (value) => `< ${String(value)}`,
    lte: (value) => `≤ ${String(value)}`,
    gt: (value) => `> ${String(value)}`,
    gte: (value) => `≥ ${String(value)}`,
    eq: (value) => `= ${told(value)}`,
    ne: (value) => `≠ ${told(value)}`,
    between: (value) =>
      `${say('entre', 'entre', 'between')} ${(value as readonly unknown[]).join(say(' y ', ' e ', ' and '))}`,
    in: (value) =>
      `${say('es uno de', 'é um de', 'is one of')} ${(value as readonly unknown[]).map(told).join(', ')}`,
    known: (value) =>
      value === true ? say('conocido', 'conhecido', 'known') : say('desconocido', 'desconhecido', 'unknown'),
  };
  const parts = Object.entries(test).map(([name, value]) => words[name]?.(value) ?? name);
  return `${nameOfSegmentField(field, language)} ${parts.join(` ${say('y', 'e', 'and')} `)}`;
}

const nameOfSegmentField = (field: SegmentField, language: Language): string =>
  segmentFieldNames[field]?.[language] ?? field;
