import type { DebtorKind } from '../channel';
import { RecobroError } from '../errors';
import type { Day } from '../time/calendar';
import { DAY_MS } from '../time/calendar';
import type { BoundRule } from './compose';
import type { Basis, WorkRule } from './pack';

/** Until when one rule wants records of a person kept. */
export interface Retention {
  readonly rule: string;
  readonly basis: Basis;
  readonly cite: string;
  readonly source: string;
  /** The rule in plain Spanish. */
  readonly es: string;
  /** Last local date on which they must be there. */
  readonly until: Day;
}

interface Asked {
  readonly debtor: DebtorKind;
  readonly today: Day;
  /**
   * Local date of the last thing that was done or happened about the account. Each rule's own event (`from`: each action,
   * last collection activity, nothing named) is at that date or before it, so that it is never forgotten too early.
   */
  readonly lastActivity: Day;
}

/** What the `retention` rules of a place ask for, the one that ends last first. Bills ask for nothing. */
export function retentions(rules: readonly BoundRule[], asked: Asked): Retention[] {
  return rules
    .filter((bound): bound is BoundRule & { readonly rule: WorkRule } => binds(bound, asked))
    .map(({ rule, pack }) => retentionOf(rule, pack, asked.lastActivity))
    .sort((a, b) => b.until - a.until);
}

function binds({ rule, scope, from, until }: BoundRule, { debtor, today }: Asked): boolean {
  if (rule.kind !== 'retention' || rule.basis === 'bill') return false;
  return today >= from && today <= until && (scope.debtors?.includes(debtor) ?? true);
}

function retentionOf(
  { id: rule, basis, cite, source, es, terms }: WorkRule,
  pack: string,
  start: Day,
): Retention {
  return { rule, basis, cite, source, es, until: after(start, terms['keep'] ?? '', { pack, rule }) };
}

const PERIOD = /^P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,4})D)?$/;

/**
 * The date so long after another: years and months first, then days; 29 February and the like end on the last of the month.
 *
 * @throws {RecobroError} `law.badPack` when the period is not like `P5Y`, `P18M` or `P90D`.
 */
function after(start: Day, period: string, { pack, rule }: { pack: string; rule: string }): Day {
  const match = PERIOD.exec(period);
  if (!match) {
    const problem = `rule ${rule} keeps "${period}"; write a period such as P5Y, P18M or P90D`;
    throw new RecobroError('law.badPack', `Cannot use pack ${pack}: ${problem}`, { pack, problem });
  }
  const amount = (group: number): number => Number(match[group] ?? 0);
  return addMonths(start, amount(1) * 12 + amount(2)) + amount(3);
}

function addMonths(day: Day, months: number): Day {
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const lastOfMonth = Date.UTC(year, month + 1, 0);
  return Math.min(Date.UTC(year, month, date.getUTCDate()), lastOfMonth) / DAY_MS;
}
