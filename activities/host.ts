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
  /**
   * The most that may pass between deciding and sending, in milliseconds: a message that would no longer be lawful by
   * then waits. `SEND_GUARD_MS` of the domain in production, 0 where time is skipped.
   */
  readonly guardMs: number;
  /** The trace within which it is called, for the record of a message. Absent where nobody traces. */
  readonly traceId?: () => string | undefined;
  /** @throws {Error} When the tenant is unknown. */
  readonly tenantProfile: (tenant: string) => TenantProfile;
}
