import { join } from 'node:path';
import type { DebtorKind } from '../domain/channel';
import { RecobroError } from '../domain/errors';
import { variantsOf } from '../domain/segment/in-force';
import type { Instant } from '../domain/time/calendar';
import { localDay } from '../domain/time/zones';
import { loadLaw, PRODUCT_PLATFORMS } from './law/library';
import type { LawLibrary } from './law/library';
import { knownRules } from './strategy/lenient-rules';
import { lintLaw } from './strategy/lint-law';
import { loadStrategy } from './strategy/parse';
import { lintTemplates } from './templates/lint';
import type { TemplateLibrary } from './templates/load';
import { loadTemplates } from './templates/load';

/** A strategy that is to be deployed, and where and for whom it is used. */
export interface PlannedUse {
  /** File in `strategies/`. */
  readonly file: string;
  /** Rule packs besides the strategy's own place. */
  readonly places: readonly string[];
  readonly debtor: DebtorKind;
}

interface Plan {
  /** Folder with `law/`, `messages/` and `strategies/`. */
  readonly root: string;
  readonly uses: readonly PlannedUse[];
  /** Id of the strategy of accounts that name none; one of `uses`. */
  readonly defaultStrategy: string;
  readonly now: Instant;
}

/**
 * Why these strategies may not be deployed, as lines with remedy: a strategy that cannot be read, a step that can never be
 * lawful where it is used, a place without a rule pack, a message that is missing or faulty. Warnings are left out.
 */
export function deploymentFaults({ root, uses, defaultStrategy, now }: Plan): readonly string[] {
  try {
    const law = loadLaw({ lawDir: join(root, 'law'), platforms: PRODUCT_PLATFORMS });
    const library = loadTemplates(join(root, 'messages'));
    const ids = new Set<string>();
    const faults = uses.flatMap((use) => faultsOf(use, { root, law, library, now, ids }));
    if (ids.has(defaultStrategy) || faults.length > 0) return faults;
    return [`The default strategy ${defaultStrategy} is not deployed: name one of ${[...ids].join(', ')}`];
  } catch (error) {
    if (error instanceof RecobroError) return [error.message];
    throw error;
  }
}

interface Shelf {
  readonly root: string;
  readonly law: LawLibrary;
  readonly library: TemplateLibrary;
  readonly now: Instant;
  /** Gets the ids of the strategies that could be read. */
  readonly ids: Set<string>;
}

function faultsOf({ file, places, debtor }: PlannedUse, { root, law, library, now, ids }: Shelf): string[] {
  const strategy = loadStrategy(join(root, 'strategies', file), {
    law: knownRules(law, localDay(now, 'UTC')),
  });
  ids.add(strategy.id);
  const variants = variantsOf(strategy).map((variant) => variant.strategy);
  const { findings } = lintTemplates(library, variants);
  const lines = [...findings, ...lintLaw(strategy, { law, places, debtor, now })]
    .filter(({ severity }) => severity === 'error')
    .map(({ message, remedy }) => `${file}: ${message} – ${remedy}`);
  return [...new Set(lines)];
}
