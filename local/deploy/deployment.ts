import { join } from 'node:path';
import type { LocalEnvironment } from '../environment';
import type { ServerProcess } from '../process';
import { createCdk } from './cdk';
import { changeCheckout, makeCheckout } from './checkout';
import { namesIn, taskEnvironment } from './cloud';
import { Deployed } from './deployed';
import { packWorker, startPackedWorker } from './packaged-worker';
import { Behind } from './system';

/** Whose accounts the check keeps; `tenants/dev.json` knows them. */
const TENANT = 'demo';
const ENVIRONMENT = 'dev';
const PREFIX = `recobro-${ENVIRONMENT}`;

type Servers = Pick<LocalEnvironment, 'aws' | 'temporal'>;

/** A build of the worker that runs and is the current one. */
export interface Release {
  readonly buildId: string;
  readonly worker: ServerProcess;
}

/** What the first deploy gives. */
export interface Created {
  readonly deployed: Deployed;
  readonly behind: Behind;
  readonly release: Release;
  readonly stacks: number;
  /** Name of the event bus. */
  readonly bus: string;
}

/** Deploys a checkout of its own to the local cloud, runs its worker, updates it and takes it away. */
export class Deployment {
  private readonly checkout: string;
  /** What was deployed, oldest first. */
  private readonly versions: string[] = [];

  /** @param workDir Where everything goes: checkout, templates, packages, logs. */
  constructor(private readonly workDir: string) {
    this.checkout = join(workDir, 'checkout');
    makeCheckout(this.checkout);
  }

  /** Synthesises and packs; needs no server. @param version Names the package and its log. */
  async build(version: string): Promise<void> {
    const results = await Promise.allSettled([
      this.cdk(version).synth(),
      packWorker(this.checkout, this.packOf(version)),
    ]);
    for (const result of results) if (result.status === 'rejected') throw result.reason;
  }

  /** The first deploy of what was built, and what an operator does after it. */
  async create(servers: Servers, version: string): Promise<Created> {
    const cdk = this.cdk(version, servers);
    await cdk.bootstrap();
    const outputs = await cdk.deploy();
    const { ApiId: apiId = '', BusName: bus = '' } = outputs[`${PREFIX}-intake`] ?? {};
    const { endpoint } = servers.aws;
    const deployed = new Deployed({ endpoint, environment: ENVIRONMENT, apiId, tenant: TENANT });
    const { address, namespace } = servers.temporal;
    const temporal = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace };
    const keys = await deployed.operate(temporal);
    const task = await taskEnvironment(servers.aws);
    const behind = await Behind.open({ ...task, ...servers.aws.env, ...temporal, ...keys }, TENANT);
    const release = await this.release(servers, version, behind);
    return { deployed, behind, release, stacks: cdk.countStacks(), bus };
  }

  /** Changes the checkout: another text of a message, another API document. */
  change(): void {
    changeCheckout(this.checkout);
  }

  /** Deploys what was built over what is there; its worker becomes the current one beside the old one. */
  async update(servers: Servers, version: string, behind: Behind): Promise<Release> {
    await this.cdk(version, servers).deploy();
    return this.release(servers, version, behind);
  }

  /** @returns How many named things have gone. @throws {Error} With the names of those that are left. */
  async destroy(servers: Servers): Promise<number> {
    const before = await namesIn(servers.aws, PREFIX);
    const [newest = '', ...older] = [...this.versions].reverse();
    // Every build of the worker has a stack of its own, which a later deploy leaves alone.
    for (const version of older) await this.cdk(version, servers).destroy('Worker');
    await this.cdk(newest, servers).destroy();
    const left = await namesIn(servers.aws, PREFIX);
    if (left.length > 0) throw new Error(`cdk destroy has left something:\n${left.join('\n')}`);
    return before.length;
  }

  private async release({ aws }: Servers, version: string, behind: Behind): Promise<Release> {
    const task = await taskEnvironment(aws);
    const buildId = task['RECOBRO_BUILD_ID'] ?? '';
    const folder = this.packOf(version);
    const worker = await startPackedWorker({
      folder,
      env: { ...task, ...aws.env },
      logFile: join(this.workDir, `worker-${version}.log`),
    });
    await behind.promote(this.checkout, folder, buildId);
    this.versions.push(version);
    return { buildId, worker };
  }

  private packOf(version: string): string {
    return join(this.workDir, `worker-${version}`);
  }

  private cdk(version: string, servers?: Servers): ReturnType<typeof createCdk> {
    const { checkout, workDir } = this;
    return createCdk({ checkout, version, workDir, env: servers?.aws.env ?? {} });
  }
}
