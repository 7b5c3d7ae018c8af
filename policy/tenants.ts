import { readFileSync } from 'node:fs';
import { z } from 'zod';

const tenantSchema = z.strictObject({
  creditorName: z.string().min(1),
  contactPhone: z.string().min(5),
  /** Web address of the debtor portal, without a slash at the end. */
  portalUrl: z
    .url({ protocol: /^https$/ })
    .refine((url) => !url.endsWith('/'), 'ends with a slash: leave it out'),
  lineTags: z.array(z.string()).optional(),
  whatsapp: z
    .strictObject({ approvedTemplates: z.array(z.string()), thirdPartyCleared: z.boolean().optional() })
    .optional(),
});
const tenantsSchema = z.record(z.string().min(1), tenantSchema);

export type Tenant = z.infer<typeof tenantSchema>;

/**
 * The tenants of an environment, from a JSON file: what their messages say of them and where they lead.
 *
 * @returns Finds a tenant. It throws when the tenant is unknown: nothing is sent in the name of nobody.
 * @throws {Error} When the file cannot be read or is not as it should be; the message names the member.
 */
export function loadTenants(file: string): (tenant: string) => Tenant {
  const tenants = new Map(Object.entries(readTenants(file)));
  return (tenant) => {
    const found = tenants.get(tenant);
    if (found) return found;
    throw new Error(`Cannot send for the tenant ${tenant}: add it to ${file}`);
  };
}

/** The ids of the tenants of an environment. @throws {Error} As {@link loadTenants}. */
export const tenantNames = (file: string): string[] => Object.keys(readTenants(file)).sort();

function readTenants(file: string): z.infer<typeof tenantsSchema> {
  const read = tenantsSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) throw new Error(`Cannot use ${file}:\n${z.prettifyError(read.error)}`);
  return read.data;
}
