import type { TenantProfile } from '../activities/ports';

/** The tenant of the local environment, the demo and the tests. */
export const LOCAL_TENANT = 'demo';

/** Sender of local mail; verified with the local SES at start. */
export const LOCAL_SENDER = 'cobranza@recobro.example';

export const localTenant: TenantProfile = {
  creditorName: 'Financiera del Ejemplo',
  contactPhone: '+57 601 555 0100',
  portalUrl: 'https://pagos.recobro.example',
};
