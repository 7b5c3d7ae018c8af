import type { StageName } from '../strategy';

/** The stage in which nothing is overdue. */
const CURED: StageName = 'preventive';

/** Whether entering the stage is a cure, unless the case begins there. */
export const mayBeCure = (stage: unknown): boolean => stage === CURED;

/** A cure: a case that was overdue is back where nothing is, though debts remain. @param before Undefined: it is new. */
export const isCure = (before: string | undefined, stage: unknown): boolean =>
  mayBeCure(stage) && before !== undefined && !mayBeCure(before);
