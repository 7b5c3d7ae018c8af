import { appendFileSync, readFileSync } from 'node:fs';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { Gateways, MessageGateway } from '../activities/ports';
import { sendChannels } from '../domain/channel';
import type { Store } from '../store/store';
import { startCluster } from './cluster';

/** Where in the life of a touch a worker may die; the two in the middle leave a claim that nobody settles. */
export const crashPoints = ['before claim', 'before send', 'after send', 'after settle'] as const;
export type CrashPoint = (typeof crashPoints)[number];

/** What the parent process writes for a worker that is to be killed. */
export interface CrashWorkerConfig {
  /** From `startLocal`. */
  readonly env: Readonly<Record<string, string>>;
  readonly packsDirs: readonly string[];
  /** JSON file of the workflow bundle. */
  readonly bundleFile: string;
  /** Gets one line per message, the id of the attempt: what has left cannot be taken back by a crash. */
  readonly sendLog: string;
  /** Dies without a word when it comes to this point the nth time; null = it lives on. */
  readonly crash: { readonly point: CrashPoint; readonly nth: number } | null;
}

/** Delays between claim, send and record are up to this long, so that other touches are caught in between. */
const MAX_DELAY_MS = 60;

class CrashingWorker {
  private passed = 0;

  constructor(private readonly config: CrashWorkerConfig) {}

  async run(): Promise<void> {
    const { env, packsDirs, bundleFile } = this.config;
    // Written by the parent from a bundle.
    const bundle = JSON.parse(readFileSync(bundleFile, 'utf8')) as WorkflowBundleWithSourceMap;
    const gateway: MessageGateway = { send: ({ attemptId }) => this.send(attemptId) };
    const gateways: Gateways = Object.fromEntries(sendChannels.map((channel) => [channel, gateway]));
    // Without a cache no case waits for a worker that is gone.
    const tuning = { maxCachedWorkflows: 0 };
    await startCluster({ env, packsDirs, gateways, bundle, tuning, wrapStore: (store) => this.wrap(store) });
  }

  private wrap(store: Store): Store {
    return {
      ...store,
      claimTouch: async (claim) => {
        this.pass('before claim');
        return store.claimTouch(claim);
      },
      settleTouch: async (settle) => {
        const settled = await store.settleTouch(settle);
        this.pass('after settle');
        return settled;
      },
    };
  }

  private async send(attemptId: string) {
    await delay();
    this.pass('before send');
    appendFileSync(this.config.sendLog, `${attemptId}\n`);
    this.pass('after send');
    await delay();
    return { kind: 'accepted', providerId: `crash-${attemptId}` } as const;
  }

  private pass(point: CrashPoint): void {
    const { crash } = this.config;
    if (crash?.point !== point) return;
    this.passed += 1;
    if (this.passed === crash.nth) process.kill(process.pid, 'SIGKILL');
  }
}

const delay = (): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * MAX_DELAY_MS));

const [configFile] = process.argv.slice(2);
if (require.main === module && configFile !== undefined) {
  // Written by the parent.
  const config = JSON.parse(readFileSync(configFile, 'utf8')) as CrashWorkerConfig;
  void new CrashingWorker(config).run();
}
