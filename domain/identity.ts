import type { SendChannel } from './channel';
import type { Person } from './person';

/** What tells persons apart. A telephone is one contact point, whether it is called, texted or written to. */
export const identityKinds = ['tax_id', 'email', 'phone'] as const;
export type IdentityKind = (typeof identityKinds)[number];

/** A value in its one spelling: two persons of a tenant with the same identity are one person. */
export interface Identity {
  readonly kind: IdentityKind;
  readonly value: string;
}

const kindOf = {
  email: 'email',
  sms: 'phone',
  whatsapp: 'phone',
  voice: 'phone',
  letter: null,
} as const satisfies Record<SendChannel, IdentityKind | null>;

/** Shorter ones, and those of one repeated sign, stand for "unknown" in real files. */
const LEAST_TAX_ID = 5;

/**
 * A tax id in its one spelling, `CO:9001234567`: the country of the place, then letters and digits in upper case. What
 * spreadsheets do to leading zeros is undone where the length is fixed. Null when it can be nobody's.
 *
 * @param jurisdiction Rule pack of the place, such as `BR-SP`: its country counts.
 */
export function taxIdentity(taxId: string, jurisdiction: string): Identity | null {
  const [country = ''] = jurisdiction.split('-');
  const plain = taxId.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
  const spelt = (spellings[country] ?? asIs)(plain);
  if (spelt.length < LEAST_TAX_ID || !/\d/.test(spelt) || /^(.)\1*$/u.test(spelt)) return null;
  return { kind: 'tax_id', value: `${country}:${spelt}` };
}

const asIs = (text: string): string => text;

const spellings: Readonly<Record<string, (text: string) => string>> = {
  // CPF 11 digits, CNPJ 14: https://www.gov.br/receitafederal
  BR: (text) =>
    /^\d{9,10}$/.test(text) ? text.padStart(11, '0') : /^\d{13}$/.test(text) ? text.padStart(14, '0') : text,
  // RUT: written with and without leading zeros.
  CL: (text) => text.replace(/^0+/, ''),
};

/** The contact point of a channel in its one spelling: mail in lower case, telephones in E.164. Null for letters. */
export function contactIdentity(channel: SendChannel, address: string): Identity | null {
  const kind = kindOf[channel];
  if (kind === null) return null;
  const value = kind === 'email' ? address.trim().toLowerCase() : address.replace(/[\s().-]/g, '');
  const isGood = kind === 'email' ? /^\S+@\S+$/.test(value) : /^\+[1-9]\d{6,14}$/.test(value);
  return isGood ? { kind, value } : null;
}

/** What identifies the person: contact points that were verified as theirs. */
export const verifiedIdentities = (person: Person): Identity[] =>
  identitiesOf(person, (channel) => person.verified?.includes(channel) ?? false);

/** Every contact point, verified or not: where a reply may come from. */
export const contactIdentities = (person: Person): Identity[] => identitiesOf(person, () => true);

function identitiesOf({ addresses }: Person, wanted: (channel: SendChannel) => boolean): Identity[] {
  const found = new Map<string, Identity>();
  for (const channel of ['email', 'sms', 'whatsapp', 'voice'] as const) {
    const address = addresses[channel];
    const identity = address !== undefined && wanted(channel) ? contactIdentity(channel, address) : null;
    if (identity) found.set(`${identity.kind}:${identity.value}`, identity);
  }
  return [...found.values()];
}
