import type { Basis, PackData, RuleData } from '../../domain/law/pack';
import { checkSchema } from '../check-schema';
import type { Problem, YamlSource } from '../yaml';
import { problemAt, readYaml } from '../yaml';
import type { PackFile, RuleFile } from './pack-schema';
import { packSchema, ruleSchemas } from './pack-schema';
import { packFrom, ruleFrom } from './pack-data';
import { contentVersion } from './text';

export type PackReading = { readonly pack: PackData } | { readonly problems: readonly Problem[] };

/** Reads one pack file. Every fault is answered with its line, the rule, what is wrong and how to mend it. */
export function readPack(text: string, file: string): PackReading {
  const source = readYaml(text, file);
  if (source.problems.length > 0) return { problems: source.problems };
  const checked = checkSchema(source, packSchema);
  if (!checked.ok) return { problems: checked.problems };
  const rules = checked.value.rules.map((_, index) => readRule(source, checked.value, index));
  const problems = [
    ...rules.flatMap((rule) => ('problems' in rule ? rule.problems : [])),
    ...repeatedIds(source, checked.value),
  ];
  if (problems.length > 0) return { problems };
  return {
    pack: packFrom(
      checked.value,
      rules.flatMap((rule) => ('rule' in rule ? [rule.rule] : [])),
      contentVersion(source.data),
    ),
  };
}

type RuleReading = { readonly rule: RuleData } | { readonly problems: readonly Problem[] };

function readRule(source: YamlSource, pack: PackFile, index: number): RuleReading {
  const head = pack.rules[index];
  if (!head) return { problems: [] };
  const ruleSource: YamlSource = {
    ...source,
    data: head,
    locate: (path, part) => source.locate(['rules', index, ...path], part),
  };
  const checked = checkSchema(ruleSource, ruleSchemas[head.kind]);
  const name = (problem: Problem): Problem => ({
    ...problem,
    message: `rule ${head.id}: ${problem.message}`,
  });
  if (!checked.ok) return { problems: checked.problems.map(name) };
  const basis = checked.value.basis ?? pack.basis;
  const fault = faultOf(checked.value, basis);
  if (fault || basis === undefined) return { problems: [name(problemAt(ruleSource, [], fault ?? noBasis))] };
  return { rule: ruleFrom(checked.value, basis) };
}

const noBasis = {
  code: 'field.missing',
  message: 'basis is missing',
  remedy: 'say what it rests on, here or for the whole pack',
};

/** Faults that lie between the fields of a rule. */
function faultOf(rule: RuleFile, basis: Basis | undefined) {
  if (basis === undefined) return noBasis;
  if (rule.kind === 'spacing' && rule.min_hours === undefined && rule.clear_days === undefined) {
    return {
      code: 'field.missing',
      message: 'a spacing without a distance',
      remedy: 'add min_hours or clear_days',
    };
  }
  if ('until' in rule && rule.until !== undefined && rule.from !== undefined && rule.until < rule.from) {
    return {
      code: 'value.range',
      message: `until ${rule.until} is before from ${rule.from}`,
      remedy: 'put the dates in order',
    };
  }
  return undefined;
}

function repeatedIds(source: YamlSource, { rules }: PackFile): Problem[] {
  return rules.flatMap(({ id }, index) => {
    if (rules.findIndex((other) => other.id === id) === index) return [];
    const fault = {
      code: 'rule.repeated',
      message: `rule ${id} is there twice`,
      remedy: 'give each rule its own id',
    };
    return [problemAt(source, ['rules', index, 'id'], fault)];
  });
}
