import * as z from 'zod';
import { debtOf, debtSchema } from '../../wire/account';
import { amountOrNothingSchema, amountSchema, dateSchema, dayOf, idSchema } from '../../wire/values';
import type { Operation } from '../operation';
import { operation } from '../operation';
import { accountParams, taken, takenSchema, tellFact, unknown } from './common';

const told = {
  method: 'post',
  tag: 'money',
  permission: 'book',
  params: accountParams,
  status: 202,
  reply: takenSchema,
} as const;

/** What moves debts and money. Facts: they are taken, whatever the case thinks of them. */
export const moneyOperations: readonly Operation[] = [
  operation({
    ...{ ...told, id: 'addDebt', path: '/v1/accounts/{account}/debts', summary: 'A new debt of the account' },
    body: debtSchema,
    run: (call, { params, body }) =>
      tellFact(call, params.account, { kind: 'debt', at: call.now(), ...debtOf(body) }),
  }),
  operation({
    ...{ ...told, id: 'adjustDebt', path: '/v1/accounts/{account}/adjustments' },
    summary: 'A debt has another total',
    body: z.strictObject({ debt: idSchema, amount: amountOrNothingSchema }).meta({ id: 'Adjustment' }),
    run: (call, { params, body }) =>
      tellFact(call, params.account, { kind: 'adjust', at: call.now(), ...body }),
  }),
  operation({
    ...{ ...told, id: 'recordPayment', path: '/v1/accounts/{account}/payments' },
    summary: 'Money came in. From here on no message goes out that does not know of it',
    body: z
      .strictObject({
        id: idSchema,
        amount: amountSchema,
        debt: idSchema.optional().meta({ description: 'Absent: the oldest debts first' }),
        on: dateSchema.optional().meta({ description: 'Effective date; absent: today' }),
      })
      .meta({ id: 'Payment' }),
    run: (call, { params, body: { id, amount, debt, on } }) =>
      tellFact(call, params.account, {
        ...{ kind: 'payment', at: call.now(), id, amount },
        ...(debt !== undefined && { debt }),
        ...(on !== undefined && { on: dayOf(on) }),
      }),
  }),
  operation({
    ...{ ...told, id: 'reversePayment', path: '/v1/accounts/{account}/reversals' },
    summary: 'A payment is taken back, as if it had never been',
    body: z.strictObject({ id: idSchema, of: idSchema }).meta({ id: 'Reversal' }),
    run: (call, { params, body }) =>
      tellFact(call, params.account, { kind: 'reversal', at: call.now(), ...body }),
  }),
  operation({
    ...{ id: 'registerReference', method: 'put', path: '/v1/payment-references', tag: 'money' },
    ...{ permission: 'reconcile', status: 200, reply: takenSchema },
    summary: 'By what a payment provider knows an account',
    body: z
      .strictObject({
        provider: z.enum(['stripe', 'mercadopago']),
        reference: z
          .string()
          .min(3)
          .max(200)
          .meta({ examples: ['customer:cus_123'] }),
        account: idSchema,
        debt: idSchema.optional(),
      })
      .meta({ id: 'PaymentReference' }),
    run: async ({ store, tenant }, { body: { provider, reference, account: accountId, debt } }) => {
      if (!(await store.getAccount({ tenant, accountId }))) throw unknown('account', accountId);
      const of = { tenant, provider, reference, accountId };
      await store.putPaymentReference({ ...of, ...(debt !== undefined && { debt }) });
      return taken;
    },
  }),
];
