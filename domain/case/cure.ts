import { FIRST_STAGE } from '../strategy';

/** Whether entering the stage is a cure, unless the case begins there. */
export const mayBeCure = (stage: unknown): boolean => stage === FIRST_STAGE;

/** A cure: a case that was overdue is back where nothing is, though debts remain. @param before Undefined: it is new. */
export const isCure = (before: string | undefined, stage: unknown): boolean =>
  mayBeCure(stage) && before !== undefined && !mayBeCure(before);
