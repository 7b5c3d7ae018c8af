import type { Client } from '@temporalio/client';
import { isoFromInstant } from '../../domain/time/calendar';
import { makeCurrent } from '../../worker/host';
import { listBuilds, rollBack } from '../../worker/releases';
import { openSystem } from './system';

/** Makes a build the current one of both deployments. */
export const promoteBuild = (build: string): Promise<void> =>
  withClient(async (client) => {
    await makeCurrent(client, build);
    return `Build actual: ${build}.\n`;
  });

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
