import * as z from 'zod';
import type { Sealing } from '../evidence/seal/seal-day';
import { sealDay } from '../evidence/seal/seal-day';
import type { Report } from './report';

const scheduledSchema = z.strictObject({ tenant: z.string().min(1) });

interface Deps extends Sealing {
  readonly report: Report;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Seals the ledgers of the tenant whose evening it is; called twice on a day it finds them sealed. */
export const createSealer =
  ({ report, now, ...sealing }: Deps) =>
  async (event: unknown): Promise<void> => {
    const { tenant } = scheduledSchema.parse(event);
    const { seal } = await sealDay(sealing, tenant, now());
    const { day, number, accounts, entries, root } = seal.body;
    report.count('sealed', { tenant }, { day, number, accounts, entries, root });
  };
