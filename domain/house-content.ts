import type { SendChannel } from './channel';
import type { ContentTag } from './content';
import type { Refusal } from './law/types';
import type { StageName } from './strategy';

/** A requirement of the house on every message, wherever the debtor lives. It is policy and never called law. */
interface HouseRule {
  readonly rule: string;
  readonly kind: 'content_require' | 'content_forbid';
  readonly tags: readonly ContentTag[];
  /** Absent = every channel. */
  readonly channels?: readonly SendChannel[];
  /** Holds in the stages before this one only. */
  readonly before?: StageName;
  readonly es: string;
}

const houseRules: readonly HouseRule[] = [
  {
    rule: 'CONTENT-NOT-WRITTEN',
    kind: 'content_forbid',
    tags: ['not_written'],
    es: 'El mensaje no se puede escribir: falta la plantilla de ese canal o un dato que ella muestra.',
  },
  {
    rule: 'CONTENT-CREDITOR',
    kind: 'content_require',
    tags: ['creditor_named'],
    es: 'Política interna: el mensaje dice quién es el acreedor.',
  },
  {
    rule: 'CONTENT-AMOUNT',
    kind: 'content_require',
    tags: ['amount_stated'],
    es: 'Política interna: el mensaje dice el importe.',
  },
  {
    rule: 'CONTENT-CONTACT',
    kind: 'content_require',
    tags: ['contact_given'],
    es: 'Política interna: el mensaje dice a qué teléfono responder.',
  },
  {
    rule: 'CONTENT-OPTOUT',
    kind: 'content_require',
    tags: ['optout_statement'],
    channels: ['sms', 'email', 'whatsapp'],
    es: 'Política interna: el mensaje dice cómo dejar de recibirlos.',
  },
  {
    rule: 'CONTENT-COURT',
    kind: 'content_forbid',
    tags: ['judicial_appearance', 'mentions_court_act'],
    before: 'judicial',
    es: 'Política interna: antes de la etapa judicial el mensaje no parece judicial ni habla de actos judiciales.',
  },
  {
    rule: 'CONTENT-RESPECT',
    kind: 'content_forbid',
    tags: ['threat', 'coercion', 'constraint', 'shaming', 'insult', 'ridicule', 'asks_reason_for_default'],
    es: 'Política interna: el mensaje no amenaza, no presiona, no avergüenza, no insulta y no pregunta por qué no se pagó.',
  },
  {
    rule: 'CONTENT-PUBLIC-BODY',
    kind: 'content_forbid',
    tags: ['public_body_name'],
    es: 'Política interna: el mensaje no usa el nombre de un organismo público.',
  },
];

/** What the house asks of every message that this one breaks; empty = it may be sent as far as the house goes. */
export function houseRefusals(
  tags: readonly string[],
  { channel, stage }: { readonly channel: SendChannel; readonly stage: StageName },
): Refusal[] {
  return houseRules
    .filter(({ channels, before }) => (channels?.includes(channel) ?? true) && before !== stage)
    .filter((rule) => isBroken(rule, tags))
    .map(refusalOf);
}

/** The Spanish sentence of a house rule; undefined when there is no rule of that name. */
export const houseSentence = (rule: string): string | undefined =>
  houseRules.find((known) => known.rule === rule)?.es;

function isBroken({ kind, tags: named }: HouseRule, tags: readonly string[]): boolean {
  const found = named.filter((tag) => tags.includes(tag));
  return kind === 'content_forbid' ? found.length > 0 : found.length < named.length;
}

const refusalOf = ({ rule, kind, es }: HouseRule): Refusal => ({
  rule,
  kind,
  basis: 'policy',
  cite: 'House policy (no legal source)',
  source: 'house policy',
  es,
});
