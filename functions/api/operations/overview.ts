import * as z from 'zod';
import type { StageName } from '../../../domain/strategy';
import { stageNames } from '../../../domain/strategy';
import { strategyHash } from '../../../policy/strategy/hash';
import type { Operation } from '../operation';
import { operation } from '../operation';

const strategySchema = z
  .strictObject({
    ...{ id: z.string(), version: z.int(), hash: z.string(), jurisdiction: z.string(), profile: z.string() },
    lenientRules: z.array(z.string()).describe('Strict rules that the strategy sets aside, by id'),
    stages: z.array(z.strictObject({ name: z.string(), from: z.int() })),
    steps: z.array(z.strictObject({ id: z.string(), day: z.int() })),
  })
  .meta({ id: 'Strategy' });

/** `"` and `\` cannot be in a name of ours; a tenant's id comes from its credentials. */
const quoted = (text: string): string => `'${text.replace(/['\\]/g, '')}'`;

/** What the whole book looks like. */
export const overviewOperations: readonly Operation[] = [
  operation({
    ...{ id: 'listStrategies', method: 'get', path: '/v1/strategies', tag: 'overview', permission: 'read' },
    summary: 'The strategies that new accounts may follow',
    status: 200,
    reply: z.strictObject({ items: z.array(strategySchema) }),
    run: async ({ strategies }) => ({
      items: strategies.all.map((strategy) => ({
        ...{ id: strategy.id, version: strategy.version, hash: strategyHash(strategy) },
        ...{ jurisdiction: strategy.jurisdiction, profile: strategy.profile },
        lenientRules: (strategy.lenientRules ?? []).map(({ rule }) => rule),
        stages: strategy.stages.map(({ name, from }) => ({ name, from })),
        steps: strategy.steps.map(({ id, day }) => ({ id, day })),
      })),
    }),
  }),
  operation({
    ...{ id: 'countByStage', method: 'get', path: '/v1/counts', tag: 'overview', permission: 'read' },
    summary: 'Running cases by stage, a moment ago',
    status: 200,
    reply: z.strictObject({ stages: z.record(z.enum(stageNames), z.int()) }).meta({ id: 'Counts' }),
    run: async ({ client, tenant }) => {
      const count = async (stage: StageName) => {
        const of = `RecobroTenant = ${quoted(tenant)} AND RecobroStage = '${stage}' AND ExecutionStatus = 'Running'`;
        return (await client.workflow.count(of)).count;
      };
      const [preventive, administrative, extrajudicial, judicial] = await Promise.all(stageNames.map(count));
      return {
        stages: {
          ...{ preventive: preventive ?? 0, administrative: administrative ?? 0 },
          ...{ extrajudicial: extrajudicial ?? 0, judicial: judicial ?? 0 },
        },
      };
    },
  }),
];
