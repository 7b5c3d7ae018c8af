import { HOLDOUT } from '../../domain/experiment/assign';
import type { Fault } from './checks';
import type { Draft } from './draft';

/** What keeps the arms of an experiment from being told apart, or its champion from being this strategy. */
export function experimentArms({ fields }: Pick<Draft, 'fields'>): readonly Fault[] {
  const names = armNames(fields['experiment']);
  const faults = names.flatMap((arm, index) => armFault(arm, index, names));
  const [champion] = names;
  if (champion === undefined || champion === fields['strategy']) return faults;
  const message = `the first arm is "${champion}", but the champion of an experiment is the strategy that it stands in`;
  const remedy = `put "${String(fields['strategy'])}" first, or move the experiment to the file of "${champion}"`;
  return [
    { path: ['experiment', 'arms', 0, 'strategy'], code: 'experiment.champion', message, remedy },
    ...faults,
  ];
}

function armFault(arm: string | undefined, index: number, names: readonly (string | undefined)[]): Fault[] {
  const path = ['experiment', 'arms', index, 'strategy'];
  if (arm === HOLDOUT) {
    const message = `"${HOLDOUT}" is no strategy but the name of those to whom nothing is sent`;
    return [{ path, code: 'experiment.reservedArm', message, remedy: 'write holdout: 0.02 beside the arms' }];
  }
  if (arm === undefined || names.indexOf(arm) === index) return [];
  const message = `the arm "${arm}" is there twice`;
  return [{ path, code: 'experiment.duplicateArm', message, remedy: 'add the weights up in one arm' }];
}

function armNames(experiment: unknown): readonly (string | undefined)[] {
  const arms: unknown =
    typeof experiment === 'object' && experiment !== null && 'arms' in experiment ? experiment.arms : [];
  return Array.isArray(arms) ? arms.map(strategyOf) : [];
}

const strategyOf = (arm: unknown): string | undefined =>
  typeof arm === 'object' && arm !== null && 'strategy' in arm && typeof arm.strategy === 'string'
    ? arm.strategy
    : undefined;
