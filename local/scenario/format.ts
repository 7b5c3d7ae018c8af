import { z } from 'zod';
import { contactOutcomes, channels, sendChannels } from '../../domain/channel';
import { currencyDecimals } from '../../domain/money';
import { isKnownZone } from '../../domain/time/zones';

/** The file format of ../../test/fixtures/scenarios/README.md, as a schema: a typing slip is answered, not ignored. */
const id = z.string().min(1);
const date = z.iso.date();
const instant = z.iso.datetime({ offset: true });
const amount = z.int();
const sendChannel = z.enum(sendChannels);
const traits = z.record(z.string(), z.union([z.string(), z.number()]));
const address = z.string().min(1).nullable();

const personSchema = z.strictObject({
  id,
  zone: z.string().refine(isKnownZone, { error: 'is not a time zone that the pinned tables hold' }),
  jurisdiction: z.string().default('TEST'),
  email: address.default('p@example.test'),
  sms: address.default('+573000000000'),
  whatsapp: address.optional(),
  letter: address.optional(),
  voice: address.optional(),
  consent: z.array(sendChannel).default(['email', 'sms']),
});

const debtSchema = z.strictObject({
  id,
  due: date,
  issued: date.optional(),
  amount,
  interest: amount.optional(),
  fees: amount.optional(),
});

const accountSchema = z.strictObject({
  id,
  person: personSchema,
  currency: z.enum(Object.keys(currencyDecimals) as [keyof typeof currencyDecimals]),
  opened: instant,
  debts: z.array(debtSchema).default([]),
  traits: traits.optional(),
});

/** Exactly one of these says what an event is. */
const eventKinds = {
  payment: z.strictObject({ id, amount, debt: id.optional(), on: date.optional() }),
  reversal: z.strictObject({ id, of: id }),
  reinstate: z.strictObject({ id, of: id }),
  debt: debtSchema,
  adjust: z.strictObject({ debt: id, amount }),
  promise: z.strictObject({ id, amount, due: date }),
  plan: z.strictObject({ id, instalments: z.array(z.strictObject({ due: date, amount })) }),
  settlement: z.strictObject({
    id,
    instalments: z.array(z.strictObject({ due: date, amount })).min(1),
    approved_by: id.optional(),
  }),
  end_plan: z.strictObject({ id, plan: id }),
  dispute: z.strictObject({ id, debt: id }),
  resolve: z.strictObject({
    id,
    as: z.enum(['accepted', 'rejected']),
    amount: amount.optional(),
    freeze: z.boolean().optional(),
  }),
  hold: z.strictObject({
    id,
    from: date.optional(),
    until: date.optional(),
    freeze: z.boolean().default(false),
    reason: z.string().default(''),
  }),
  release: z.strictObject({ id }),
  opt_out: z.strictObject({ person: id, channel: z.enum([...sendChannels, 'all']) }),
  consent: z.strictObject({ person: id, channel: sendChannel }),
  bounce: z.strictObject({ step: id, channel: sendChannel, kind: z.enum(['hard', 'soft']) }),
  contact: z.strictObject({ person: id, channel: z.enum(channels), outcome: z.enum(contactOutcomes) }),
  stop: z.strictObject({ person: id, fact: id }),
  clear: z.strictObject({ person: id, fact: id }),
  approve: z.strictObject({ step: id }),
  dossier: z.strictObject({ complete: z.boolean() }),
  serve: z.strictObject({ id, step: id, on: date, proof: z.string().min(1) }),
  downtime: z.strictObject({ until: instant }),
  traits,
  write_off: z.strictObject({}),
  write_off_debt: z.strictObject({ id, debt: id }),
  undo_write_off: z.strictObject({ id, of: id.optional() }),
  withdraw: z.strictObject({}),
};

const eventSchema = z
  .strictObject({
    at: instant,
    account: id.optional(),
    ...mapValues(eventKinds),
  })
  .refine((event) => Object.keys(eventKinds).filter((kind) => kind in event).length === 1, {
    error: `An event has exactly one of: ${Object.keys(eventKinds).join(', ')}`,
  });

/** Every kind optional, with its own type kept. */
function mapValues<T extends Record<string, z.ZodType>>(kinds: T): { [K in keyof T]: z.ZodOptional<T[K]> } {
  const entries = Object.entries(kinds).map(([kind, schema]) => [kind, schema.optional()]);
  // Object.fromEntries forgets which key had which schema.
  return Object.fromEntries(entries) as { [K in keyof T]: z.ZodOptional<T[K]> };
}

const row = z.record(z.string(), z.unknown());

const expectSchema = z.strictObject({
  outcome: z.string().optional(),
  outcomes: z.record(z.string(), z.string()).optional(),
  touches: z.array(row).optional(),
  tasks: z.array(row).optional(),
  skipped: z.array(row).optional(),
  stages: z.array(row).optional(),
  refused: z.array(row).optional(),
  rejected: z.array(row).optional(),
  days: z.record(z.string(), z.unknown()).optional(),
});

const scenarioShape = z.strictObject({
  scenario: id,
  about: z.string().optional(),
  source: z.string().optional(),
  strategy: z.string(),
  overrides: z.record(z.string(), z.unknown()).optional(),
  accounts: z.array(accountSchema).min(1),
  events: z.array(eventSchema).default([]),
  until: instant,
  expect: expectSchema.optional(),
});

/** One document of a scenario file; events speak of accounts and persons that it has. */
export const scenarioSchema = scenarioShape.check(({ value, issues }) => {
  const accounts = value.accounts.map((account) => account.id);
  const persons = value.accounts.map(({ person }) => person.id);
  const refuse = (path: PropertyKey[], message: string): void => {
    issues.push({ code: 'custom', input: value, path, message });
  };
  accounts.forEach((account, index) => {
    if (accounts.indexOf(account) < index)
      refuse(['accounts', index, 'id'], `account ${account} is there twice`);
  });
  value.events.forEach((event, index) => {
    const person = personOf(event);
    if (event.account !== undefined && !accounts.includes(event.account))
      refuse(['events', index, 'account'], `there is no account ${event.account}`);
    if (person !== undefined && !persons.includes(person))
      refuse(['events', index], `there is no person ${person}`);
  });
});

const personOf = ({ opt_out, consent, contact, stop, clear }: ScenarioEvent): string | undefined =>
  (opt_out ?? consent ?? contact ?? stop ?? clear)?.person;

export type ScenarioFile = z.output<typeof scenarioShape>;
export type ScenarioAccount = z.output<typeof accountSchema>;
export type ScenarioEvent = z.output<typeof eventSchema>;
export type ScenarioExpectation = z.output<typeof expectSchema>;
