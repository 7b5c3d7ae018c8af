import { RecobroError } from '../errors';
import type { Day } from '../time/calendar';
import type { PackData, RuleData, RuleKind, Scope } from './pack';
import { bases, clockKinds, conditionKinds, contentKinds, ruleKinds } from './pack';

/** A rule with the scope and dates that it has inside the pack asked for. */
export interface BoundRule {
  readonly rule: RuleData;
  /** Pack whose file holds the rule. */
  readonly pack: string;
  readonly scope: Scope;
  /** First and last local date in force, inclusive; infinite where open. */
  readonly from: Day;
  readonly until: Day;
}

export type PackLookup = (id: string) => PackData | undefined;

/** 0 = conditions no clock mends, 1 = clock, 2 = content, 3 = never denies. */
type Group = 0 | 1 | 2 | 3;

const groups = new Map<RuleKind, Group>([
  ...conditionKinds.map((kind) => [kind, 0] as const),
  ...clockKinds.map((kind) => [kind, 1] as const),
  ...contentKinds.map((kind) => [kind, 2] as const),
]);

/** Group of a kind in the order of reasons. */
export const groupOf = (kind: RuleKind): Group => groups.get(kind) ?? 3;

/**
 * Every rule that a request for `pack` meets, in the order in which reasons are given: base pack before overlay,
 * included rules before own ones, then by group, kind, basis and profile. `platforms` are packs whose rules apply in
 * every place alike, with the scope and dates that they give themselves.
 *
 * @throws {RecobroError} `law.unknownPack` or `law.badPack` when `extends` or `includes` lead nowhere or in a circle.
 */
export function composeRules(
  pack: PackData,
  lookup: PackLookup,
  platforms: readonly PackData[] = [],
): BoundRule[] {
  return [...layers(pack, lookup, []), ...platforms.map(ownLayer)]
    .flatMap(boundRules)
    .sort((a, b) => precedence(a.rule, b.rule));
}

/** The pack and all packs it is made of, itself first, each once. */
export function partsOf(pack: PackData, lookup: PackLookup): PackData[] {
  const related = [...(pack.extends === undefined ? [] : [pack.extends]), ...pack.includes];
  const parts = related.flatMap((id) => partsOf(find(id, pack, lookup), lookup));
  return [...new Set([pack, ...parts])];
}

/** Scope of the pack itself: what an overlay leaves out is taken from its base. */
export function scopeOf(pack: PackData, lookup: PackLookup): Scope {
  if (pack.extends === undefined) return pack.scope;
  return { ...scopeOf(find(pack.extends, pack, lookup), lookup), ...pack.scope };
}

/** Rules of one file under the scope and date of the pack that owns the layer. */
interface Layer {
  readonly file: PackData;
  readonly scope: Scope;
  readonly from: Day;
}

const ownLayer = (file: PackData): Layer => ({
  file,
  scope: file.scope,
  from: file.effectiveFrom ?? Number.NEGATIVE_INFINITY,
});

function layers(pack: PackData, lookup: PackLookup, path: readonly string[]): Layer[] {
  if (path.includes(pack.id)) throw circle([...path, pack.id]);
  const here = [...path, pack.id];
  const base = pack.extends === undefined ? [] : layers(find(pack.extends, pack, lookup), lookup, here);
  const scope = scopeOf(pack, lookup);
  const from = pack.effectiveFrom ?? Number.NEGATIVE_INFINITY;
  return [...base, ...withIncludes(pack, lookup, path).map((file) => ({ file, scope, from }))];
}

function withIncludes(pack: PackData, lookup: PackLookup, path: readonly string[]): PackData[] {
  if (path.includes(pack.id)) throw circle([...path, pack.id]);
  const included = pack.includes.flatMap((id) =>
    withIncludes(find(id, pack, lookup), lookup, [...path, pack.id]),
  );
  return [...included, pack];
}

function boundRules({ file, scope, from }: Layer): BoundRule[] {
  return file.rules.map((rule) => ({
    rule,
    pack: file.id,
    scope: { ...scope, ...rule.scope },
    from: Math.max(from, rule.from ?? Number.NEGATIVE_INFINITY),
    until: rule.until ?? Number.POSITIVE_INFINITY,
  }));
}

function precedence(a: RuleData, b: RuleData): number {
  const group = groupOf(a.kind);
  const byGroup = group - groupOf(b.kind);
  const byKind = ruleKinds.indexOf(a.kind) - ruleKinds.indexOf(b.kind);
  const byBasis = basisRank(a) - basisRank(b);
  const byProfile = Number(a.profile !== undefined) - Number(b.profile !== undefined);
  return group === 0 ? byGroup || byKind || byBasis || byProfile : byGroup || byBasis || byProfile || byKind;
}

function basisRank({ basis }: RuleData): number {
  return basis === 'regulation' ? bases.indexOf('law') : bases.indexOf(basis);
}

function find(id: string, wantedBy: PackData, lookup: PackLookup): PackData {
  const pack = lookup(id);
  if (pack) return pack;
  const message = `Cannot compose pack ${wantedBy.id}: it names pack ${id}, which is not loaded; add its file or mend the name`;
  throw new RecobroError('law.unknownPack', message, { pack: id });
}

function circle(path: readonly string[]): RecobroError {
  const [pack = ''] = path;
  const problem = `packs refer to each other in a circle (${path.join(' → ')}); take out one extends or includes`;
  return new RecobroError('law.badPack', `Cannot compose pack ${pack}: ${problem}`, { pack, problem });
}
