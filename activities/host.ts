import type { LawLibrary } from '../policy/law/library';
import type { TemplateLibrary } from '../policy/templates/load';
import type { Store } from '../store/store';
import type { Clock, Gateways, PersonBroadcast, TenantProfile } from './ports';

/** What the activities of one process work with; made by its composition root. */
export interface ActivityHost {
  readonly store: Store;
  readonly law: LawLibrary;
  readonly templates: TemplateLibrary;
  readonly gateways: Gateways;
  readonly clock: Clock;
  readonly broadcast: PersonBroadcast;
  /** @throws {Error} When the tenant is unknown. */
  readonly tenantProfile: (tenant: string) => TenantProfile;
}
