import type { PlannedTouch } from '../domain/case/next';
import type { CaseState, Outcome } from '../domain/case/state';
import type { CaseView } from '../domain/case/view';
import type { StageName } from '../domain/strategy';
import type { Instant } from '../domain/time/calendar';
import { isoFromDay } from '../domain/time/calendar';
import { localDay, localSecond } from '../domain/time/zones';

// What people read in the Temporal UI, in Spanish. No names, no addresses: ids, dates and amounts only.

const stageLabels: Readonly<Record<StageName, string>> = {
  preventive: 'preventiva',
  administrative: 'administrativa',
  extrajudicial: 'extrajudicial',
  judicial: 'judicial',
};

const outcomeLabels: Readonly<Record<Outcome, string>> = {
  open: 'abierto',
  paid: 'pagado',
  handed_off: 'derivado a judicial',
  written_off: 'castigado',
  withdrawn: 'retirado',
};

/** Summary of the timer: until when the case sleeps, on the debtor's clock. */
export const timerSummary = (state: CaseState, until: Instant): string =>
  `Espera hasta ${localTime(state, until)}`;

/** Summary of the sending activity. */
export const touchSummary = ({ step, via, days, stage }: PlannedTouch): string =>
  `Paso «${step}» por ${via.join(' o ')} (etapa ${stageLabels[stage]}, ${days} días de mora)`;

/** Where the case stands, as the "current details" of the workflow (Markdown). */
export function currentDetails(state: CaseState, view: CaseView, until: Instant | null): string {
  const { anchor } = view;
  const lines = [
    `**Estado:** ${outcomeLabels[state.outcome]}`,
    `**Etapa:** ${state.stage ? stageLabels[state.stage] : 'sin etapa'}`,
    anchor &&
      `**Ancla:** ${anchor.claim.id}, vence ${isoFromDay(anchor.claim.due)}, ${anchor.n} días de mora (${anchor.pastDue} corridos)`,
    state.waiting &&
      `**En espera legal:** paso «${state.waiting.step}» hasta ${localTime(state, state.waiting.until)}`,
    `**Próximo despertar:** ${until === null ? 'cuando llegue un hecho' : localTime(state, until)}`,
  ];
  return lines.filter((line) => line !== null).join('\n\n');
}

function localTime({ zone }: CaseState, at: Instant): string {
  const minutes = Math.floor(localSecond(at, zone) / 60);
  const [hour, minute] = [Math.floor(minutes / 60), minutes % 60].map((part) =>
    String(part).padStart(2, '0'),
  );
  return `${isoFromDay(localDay(at, zone))} ${hour}:${minute} (${zone})`;
}
