import * as z from 'zod';
import type { SecretsOf } from '../secrets';
import type { ProviderApi } from './consume';

/** The part of the web's `fetch` that is used. */
export type Fetch = (
  url: string,
  init: { readonly headers: Record<string, string>; readonly signal: AbortSignal },
) => Promise<{ readonly status: number; json(): Promise<unknown> }>;

const MOST_MS = 10_000;

const invoiceSchema = z.looseObject({ payments: z.looseObject({ data: z.array(z.unknown()) }) });

/**
 * The APIs of Stripe and Mercado Pago, asked with the tenant's own token. A restricted key that reads invoices, or
 * payments and orders, is enough.
 */
export function createProviderApi({ secretsOf, fetch }: { secretsOf: SecretsOf; fetch: Fetch }): ProviderApi {
  async function get(tenant: string, provider: string, url: string): Promise<unknown> {
    const token = (await secretsOf(tenant, provider))?.accessToken;
    if (token === undefined) return undefined;
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(MOST_MS) });
    if (answer.status === 404) return undefined;
    if (answer.status !== 200) throw new Error(`${provider} answered ${answer.status}: it is asked again`);
    return answer.json();
  }

  const mercadoPago = (kind: 'payments' | 'orders') => (tenant: string, id: string) =>
    get(tenant, 'mercadopago', `https://api.mercadopago.com/v1/${kind}/${encodeURIComponent(id)}`);
  return {
    payment: mercadoPago('payments'),
    order: mercadoPago('orders'),
    invoicePayments: async (tenant, id) => {
      const url = `https://api.stripe.com/v1/invoices/${encodeURIComponent(id)}?expand[]=payments`;
      const invoice = await get(tenant, 'stripe', url);
      return invoice === undefined ? undefined : invoiceSchema.parse(invoice).payments.data;
    },
  };
}
