import type { Client } from '@temporalio/client';
import { isoFromInstant } from '../../domain/time/calendar';
import { EVIDENCE_BUCKET_VARIABLE } from '../../evidence/aws/s3-archive';
import { makeCurrent } from '../../worker/host';
import { listBuilds, rollBack } from '../../worker/releases';
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

/** Goes back to the build before the current one; exit code 1 when there is none. */
export const rollBackBuild = (): Promise<void> =>
  withClient(async (client) => {
    const build = await rollBack(client);
    if (build === undefined) process.exitCode = 1;
    return build === undefined
      ? 'No hay un build anterior: vea recobro worker builds.\n'
      : `Build actual: ${build}.\n`;
  });

/** The builds that the server knows. */
export const showBuilds = ({ json }: { readonly json?: true }): Promise<void> =>
  withClient(async (client) => {
    const builds = await listBuilds(client);
    if (json) return `${JSON.stringify({ builds }, null, 2)}\n`;
    return builds
      .map(
        ({ buildId, isCurrent, createdAt }) =>
          `${isCurrent ? '*' : ' '} ${buildId}  ${isoFromInstant(createdAt)}\n`,
      )
      .join('');
  });

async function withClient(act: (client: Client) => Promise<string>): Promise<void> {
  const system = await openSystem();
  try {
    process.stdout.write(await act(system.client));
  } finally {
    await system.close();
  }
}
