import * as z from 'zod';
import { debtorKinds } from '../../domain/channel';
import type { NewDebt } from '../../domain/case/facts';
import type { Opening } from '../../domain/case/open';
import { languages } from '../../domain/person';
import type { Person } from '../../domain/person';
import type { Instant } from '../../domain/time/calendar';
import type { Strategy } from '../../domain/strategy';
import { personFromBook } from '../../policy/book/to-case';
import { deal } from '../deal';
import type { NewCase } from '../intake';
import {
  amountOrNothingSchema,
  amountSchema,
  currencySchema,
  dateSchema,
  dayOf,
  idSchema,
  instantOf,
  instantSchema,
  sendChannelSchema,
  zoneSchema,
} from './values';

export const debtSchema = z
  .strictObject({
    id: idSchema,
    due: dateSchema,
    amount: amountSchema,
    issued: dateSchema.optional().meta({ description: 'Date of the invoice, not after `due`' }),
    interest: amountOrNothingSchema.optional().meta({ description: 'Interest in `amount`' }),
    fees: amountOrNothingSchema.optional().meta({ description: 'Fees in `amount`' }),
  })
  .refine(({ amount, interest = 0, fees = 0 }) => interest + fees <= amount, {
    path: ['interest'],
    error: 'and `fees` come to more than `amount`',
  })
  .refine(({ due, issued }) => issued === undefined || issued <= due, {
    path: ['issued'],
    error: 'lies after `due`',
  })
  .meta({ id: 'Debt', description: 'An instalment or invoice' });

export const addressesSchema = z
  .strictObject({
    email: z.email().max(254).optional(),
    sms: telephone(),
    whatsapp: telephone(),
    voice: telephone(),
    letter: z.string().trim().min(1).max(500).optional().meta({ description: 'Postal address' }),
  })
  .meta({ id: 'Addresses', description: 'Contact points by channel' });

export const personSchema = z
  .strictObject({
    id: idSchema,
    name: z.string().trim().min(1).max(200).meta({ description: 'As messages address them' }),
    jurisdiction: z
      .string()
      .regex(/^[A-Z]{2}(-[A-Z0-9]{1,8})*$/)
      .meta({ description: 'Rule pack of the place where they live', examples: ['CO'] }),
    zone: zoneSchema,
    language: z.enum(languages),
    kind: z.enum(debtorKinds),
    taxId: z
      .string()
      .min(5)
      .max(40)
      .optional()
      .meta({ description: 'Recognises the person; only a hash is kept' }),
    addresses: addressesSchema,
    consent: z.array(sendChannelSchema).max(8).meta({ description: 'Channels that they have consented to' }),
  })
  .meta({ id: 'NewPerson', description: 'A debtor, as the creditor knows them' });

export const newAccountSchema = z
  .strictObject({
    id: idSchema,
    person: personSchema,
    currency: currencySchema,
    strategy: z
      .string()
      .min(1)
      .max(80)
      .optional()
      .meta({ description: 'Id of a strategy; absent: the default one' }),
    opened: instantSchema.optional().meta({ description: 'When collection begins; absent: now' }),
    debts: z.array(debtSchema).min(1).max(200),
  })
  .refine(({ debts }) => new Set(debts.map(({ id }) => id)).size === debts.length, {
    path: ['debts'],
    error: 'hold an id twice',
  })
  .meta({ id: 'NewAccount', description: 'An account that enters collection' });

export type WireAccount = z.infer<typeof newAccountSchema>;
export type WireDebt = z.infer<typeof debtSchema>;

/** Numbers in E.164; a person's record compares them as text. */
function telephone() {
  return z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/)
    .optional()
    .meta({ description: 'Telephone in E.164', examples: ['+573001234567'] });
}

export const debtOf = ({ id, due, amount, issued, interest, fees }: WireDebt): NewDebt => ({
  ...{ id, due: dayOf(due), amount },
  ...(interest !== undefined && { interest }),
  ...(fees !== undefined && { fees }),
  ...(issued !== undefined && { issued: dayOf(issued) }),
});

/** The debtor as the store keeps it: nothing has bounced, been refused or sent yet. */
function personOf({ person }: Pick<WireAccount, 'person'>): Person {
  const { taxId: _taxId, consent, addresses, ...known } = person;
  const given = Object.entries(addresses).filter(([, address]) => address !== undefined);
  return personFromBook({ ...known, consent: [...new Set(consent)], addresses: Object.fromEntries(given) });
}

function openingOf({ id, person, currency, opened, debts }: WireAccount, now: Instant): Opening {
  const at = opened === undefined ? now : instantOf(opened);
  return { account: id, zone: person.zone, currency, opened: at, debts: debts.map(debtOf) };
}

/** What opens the account's case. @throws {RecobroError} When there is no such strategy. */
export function newCaseOf(
  tenant: string,
  account: WireAccount,
  now: Instant,
  strategyOf: (id: string | undefined) => Strategy,
): NewCase {
  const { strategy, assignment } = deal(strategyOf, account.strategy, account.person.id);
  const { taxId } = account.person;
  return {
    ...{ tenant, person: personOf(account), strategy },
    opening: { ...openingOf(account, now), ...(assignment && { assignment }) },
    ...(taxId !== undefined && { taxId }),
  };
}
