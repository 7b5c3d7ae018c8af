import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import type { Base } from './base';
import { compact } from './base';
import { isWritten, untilAnswered } from './transact';
import type { PaymentOwner, PaymentRef, StoredPayment } from './types';

/** What providers have said of payments, and by which references accounts are known to them. */
export function createPayments({ entities: { payment, paymentReference }, pause }: Base) {
  async function getPayment(ref: PaymentRef): Promise<StoredPayment | undefined> {
    return (await read(ref))?.payment;
  }

  /**
   * Replaces what is known of a payment by what `change` makes of it. It may be called several times: when somebody else
   * was faster, it is asked again with what they wrote.
   *
   * @throws {StoreError} `store.conflict`
   */
  async function changePayment(
    ref: PaymentRef,
    change: (known: StoredPayment | undefined) => StoredPayment,
  ): Promise<StoredPayment> {
    return untilAnswered(pause, `change payment ${ref.paymentId}`, async () => {
      const known = await read(ref);
      const next = change(known?.payment);
      if (next === known?.payment) return next;
      const version = known?.version ?? 0;
      const put = payment
        .build(PutItemCommand)
        .item({ ...ref, version: version + 1, payment: next })
        .options({
          condition: known ? { attr: 'version', eq: version } : { attr: 'version', exists: false },
        });
      return (await isWritten(put.send())) ? next : undefined;
    });
  }

  async function read({ tenant, provider, paymentId }: PaymentRef) {
    const get = payment.build(GetItemCommand).key({ tenant, provider, paymentId });
    return (await get.options({ consistent: true }).send()).Item;
  }

  /** Says by what a provider knows an account. One reference belongs to one account: the last word counts. */
  async function putPaymentReference(
    of: { tenant: string; provider: string; reference: string } & Omit<PaymentOwner, 'by'>,
  ): Promise<void> {
    await paymentReference.build(PutItemCommand).item(of).send();
  }

  async function findPaymentReference(of: {
    tenant: string;
    provider: string;
    reference: string;
  }): Promise<PaymentOwner | undefined> {
    const { Item } = await paymentReference.build(GetItemCommand).key(of).send();
    return Item && compact({ accountId: Item.accountId, debt: Item.debt });
  }

  return { getPayment, changePayment, putPaymentReference, findPaymentReference };
}
