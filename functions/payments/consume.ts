import type { Report } from '../report';
import type { Believed } from '../webhooks/receive';
import { believedSchema } from '../webhooks/receive';
import type { PaymentBook } from './book';
import { readNotification, readOrder, readPayment } from './mercado-pago';
import type { Reading } from './message';
import { readInvoicePayment, readStripe } from './stripe';

/** Asks the providers' APIs what a delivery only hints at. Undefined: no access was given, or there is no such thing. */
export interface ProviderApi {
  readonly invoicePayments: (tenant: string, invoice: string) => Promise<readonly unknown[] | undefined>;
  readonly payment: (tenant: string, id: string) => Promise<unknown>;
  readonly order: (tenant: string, id: string) => Promise<unknown>;
}

interface Deps {
  readonly book: PaymentBook;
  readonly api: ProviderApi;
  readonly report: Report;
}

/** Takes a believed delivery from the queue; throws when it is to be tried again. */
export function createPaymentConsumer({ book, api, report }: Deps) {
  return async function consume(body: string): Promise<void> {
    const believed = believedSchema.parse(JSON.parse(body));
    for (const reading of await looked(believed, firstReading(believed))) await take(believed, reading);
  };

  async function take({ tenant, provider }: Believed, reading: Reading): Promise<void> {
    if (reading.kind === 'payment') await book.take(tenant, reading.message);
    else if (reading.kind === 'odd') await book.ask(tenant, provider, reading.id, reading.reason);
    else if (reading.kind === 'look_up') await book.ask(tenant, provider, reading.id, 'look_up_failed');
    else report.count('webhook_ignored', { provider }, { type: reading.type });
  }

  async function looked({ tenant }: Believed, reading: Reading): Promise<readonly Reading[]> {
    if (reading.kind !== 'look_up') return [reading];
    const { resource, id } = reading;
    if (resource === 'invoice') {
      const payments = await api.invoicePayments(tenant, id);
      return payments?.map(readInvoicePayment) ?? [reading];
    }
    const found = await (resource === 'payment' ? api.payment : api.order)(tenant, id);
    if (found === undefined) return [reading];
    return resource === 'payment' ? [readPayment(found)] : readOrder(found);
  }
}

function firstReading({ provider, body, query }: Believed): Reading {
  if (provider === 'mercadopago') return readNotification(query);
  return readStripe(JSON.parse(Buffer.from(body, 'base64').toString('utf8')));
}
