import { Entity } from 'dynamodb-toolbox/entity';
import { any } from 'dynamodb-toolbox/schema/any';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { jsonStringify } from 'dynamodb-toolbox/transformers/jsonStringify';
import type { CoreTable } from './entities';
import { paymentKey, paymentReferenceKey } from './keys';
import type { StoredPayment } from './types';

/** A payment at a provider, whether or not it is known whose it is. */
export const paymentEntity = (table: CoreTable) =>
  new Entity({
    timestamps: false,
    name: 'ProviderPayment',
    table,
    schema: item({
      tenant: string().key(),
      provider: string().key(),
      paymentId: string().key(),
      version: number(),
      payment: any().castAs<StoredPayment>().transform(jsonStringify()),
    }),
    computeKey: (ref) => ({ pk: paymentKey(ref), sk: 'PAY' }),
  });

/** Something by which a provider knows an account: a customer, an invoice. */
export const paymentReferenceEntity = (table: CoreTable) =>
  new Entity({
    timestamps: false,
    name: 'PaymentReference',
    table,
    schema: item({
      tenant: string().key(),
      provider: string().key(),
      reference: string().key(),
      accountId: string(),
      debt: string().optional(),
    }),
    computeKey: (ref) => ({ pk: paymentReferenceKey(ref), sk: 'REF' }),
  });
