import type { Consumption, DeploymentShape, Happening, Take } from '../../../simulator/cost/consumption';
import { happenings, loadConsumption, loadDeploymentShape } from '../../../simulator/cost/consumption';
import type { CostOptions } from '../../../simulator/cost/estimate';
import { loadPriceList } from '../../../simulator/cost/price-list';
import type { Life } from '../../../simulator/cost/workload';
import { loadPrices } from '../../../simulator/prices';

/** What the product ships. */
export const shipped: CostOptions = {
  prices: loadPriceList(),
  contacts: loadPrices(),
  consumption: loadConsumption(),
  shape: loadDeploymentShape(),
  sendingHours: 8,
};

const nothing: Take = {
  ...{ actions: 0, history_bytes: 0, write_units: 0, read_units: 0 },
  ...{ kms_requests: 0, ledger_entries: 0, kept_bytes: 0, worker_ms: 0 },
};

/** Everything takes nothing but what is told. */
export function consumption(told: Partial<Record<Happening, Partial<Take>>>): Consumption {
  const each = happenings.map((name) => [name, { ...nothing, ...told[name] }] as const);
  return {
    ...{ measured: '2026-11-22', command: 'test', open_history_bytes: 0, replayed_touch_ms: 0 },
    each: Object.fromEntries(each) as Consumption['each'], // one for each
  };
}

/** A life of so many days with nothing in it but what is told. */
export const life = (told: Partial<Life> = {}): Life => ({
  lifeDays: 365.25 / 12,
  openShare: 1,
  touches: {},
  ...{ tasks: 0, facts: 0, personChanges: 0, moves: 0, refusals: 0 },
  ...told,
});

/** The shipped shape with other settings. */
export const shape = (change: Partial<DeploymentShape>): DeploymentShape => ({ ...shipped.shape, ...change });
