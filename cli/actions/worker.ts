import { CloudFormationClient, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import type { Client } from '@temporalio/client';
import { isoFromInstant } from '../../domain/time/calendar';
import { EVIDENCE_BUCKET_VARIABLE } from '../../evidence/aws/s3-archive';
import { workerStackName } from '../../infra/names';
import { makeCurrent } from '../../worker/host';
import type { LambdaBuild } from '../../worker/register';
import { registerLambdaBuild } from '../../worker/register';
import type { BuildState, KnownBuild } from '../../worker/releases';
import { listBuilds, retirable, retireBuilds, rollBack } from '../../worker/releases';
import { ensureKept } from './builds';
import { openSystem } from './system';

/** Makes a build the current one of both deployments, once its code is kept as evidence. */
export const promoteBuild = (build: string): Promise<void> =>
  withClient(async (client) => {
    if (!(await ensureKept(build))) process.stderr.write(NOT_KEPT);
    await makeCurrent(client, build);
    return `Build actual: ${build}.\n`;
  });

const NOT_KEPT = `Aviso: sin ${EVIDENCE_BUCKET_VARIABLE} no se guarda el código, y los casos de este build no se podrán probar.\n`;

/** Goes back to the build before the current one; exit code 1 when there is none, or when nothing of it runs. */
export const rollBackBuild = (): Promise<void> =>
  withClient(async (client) => {
    const done = await rollBack(client);
    if (done.kind !== 'rolled_back') process.exitCode = 1;
    switch (done.kind) {
      case 'rolled_back':
        return `Build actual: ${done.buildId}.\n`;
      case 'stopped':
        return `El build anterior, ${done.buildId}, ya no tiene ningún worker: despliegue su commit y luego recobro worker promote ${done.buildId}.\n`;
      case 'first':
        return 'No hay un build anterior: vea recobro worker builds.\n';
    }
  });

const STATE_WORDS: Readonly<Record<BuildState, string>> = {
  current: 'actual',
  ramping: 'en rampa',
  draining: 'con casos abiertos: debe seguir en marcha',
  drained: 'sin casos abiertos',
  idle: 'nunca fue el actual',
};

/** The builds that the server knows, what keeps each, and which may be taken away. */
export const showBuilds = ({ json }: { readonly json?: true }): Promise<void> =>
  withClient(async (client) => {
    const known = await listBuilds(client);
    const free = retirable(known);
    const builds = known.map((build) => ({ ...build, isRetirable: free.includes(build) }));
    if (json) {
      const dated = builds.map((build) => ({ ...build, createdAt: isoFromInstant(build.createdAt) }));
      return `${JSON.stringify({ builds: dated }, null, 2)}\n`;
    }
    return builds.map(lineOf).join('');
  });

function lineOf({
  buildId,
  state,
  isRunning,
  isRetirable,
  createdAt,
}: KnownBuild & { readonly isRetirable: boolean }): string {
  const notes = [
    STATE_WORDS[state],
    isRunning ? 'en marcha' : 'sin worker',
    isRetirable ? 'se puede retirar' : '',
  ];
  const mark = state === 'current' ? '*' : ' ';
  return `${mark} ${buildId}  ${isoFromInstant(createdAt)}  ${notes.filter((note) => note !== '').join('; ')}\n`;
}

/** Deletes the stacks of builds to which no case is pinned any more, except the one before the current. */
export const retireStacks = (environment: string): Promise<void> =>
  withClient(async (client) => {
    const aws = new CloudFormationClient({});
    const retired = await retireBuilds(client, async (buildId) => {
      await aws.send(new DeleteStackCommand({ StackName: workerStackName(environment, buildId) }));
    });
    if (retired.length === 0) return 'Ningún build se puede retirar.\n';
    return retired
      .map(
        ({ buildId, forgotten }) =>
          `Build ${buildId}: ${forgotten ? 'retirado' : 'su stack se está borrando'}.\n`,
      )
      .join('');
  });

/** Tells Temporal of a build on Lambda, which it starts from then on. */
export const registerBuild = (build: LambdaBuild): Promise<void> =>
  withClient(async (client) => {
    await registerLambdaBuild(client, build);
    return `Build ${build.buildId}: registrado. Siga con recobro worker promote ${build.buildId}.\n`;
  });

async function withClient(act: (client: Client) => Promise<string>): Promise<void> {
  const system = await openSystem();
  try {
    process.stdout.write(await act(system.client));
  } finally {
    await system.close();
  }
}
