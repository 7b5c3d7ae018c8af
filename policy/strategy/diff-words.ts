import type { Experiment } from '../../domain/experiment/assign';
import type { Language } from '../../domain/person';
import type { Incentive, LenientRule, NegotiationTerms, Notice, Step, Strategy } from '../../domain/strategy';
import type { StrategyChange } from './diff';
import { experimentWords } from './explain';
import {
  agreementLines,
  incentiveWords,
  lenientRuleWords,
  negotiationWords,
  noticeWords,
} from './offer-words';
import { nameOfField, nameOfValue, partNames, stepWords, valueWords } from './words';

const phrases = {
  es: {
    added: ['Se agrega', 'Se agregan'],
    removed: ['Se quita', 'Se quitan'],
    from: 'de',
    to: 'a',
    in: 'En el segmento',
    day: 'día',
    same: 'Nada cambia.',
  },
  pt: {
    added: ['Acrescenta-se', 'Acrescentam-se'],
    removed: ['Retira-se', 'Retiram-se'],
    from: 'de',
    to: 'para',
    in: 'No segmento',
    day: 'dia',
    same: 'Nada muda.',
  },
  en: {
    added: ['Adds', 'Adds'],
    removed: ['Removes', 'Removes'],
    from: 'from',
    to: 'to',
    in: 'In segment',
    day: 'day',
    same: 'Nothing changes.',
  },
} satisfies Record<Language, Readonly<Record<string, string | readonly [one: string, many: string]>>>;

/** What changes, one sentence a line. */
export function diffWords(changes: readonly StrategyChange[], language: Language): string[] {
  if (changes.length === 0) return [phrases[language].same];
  return changes.map((change) => {
    const sentence = sentenceOf(change, language);
    return change.segment === null ? sentence : `${phrases[language].in} «${change.segment}»: ${sentence}`;
  });
}

function sentenceOf(change: StrategyChange, language: Language): string {
  const { part, id, field, from, to } = change;
  const { added, removed, from: of, to: into } = phrases[language];
  const subject = part === 'field' ? nameOfField(field ?? '', language) : subjectOf(part, id ?? '', language);
  const count = /^(los|las|os|as) /.test(subject) ? 1 : 0;
  if (from === undefined) return `${added[count]} ${subject}${details(change, to, language)}.`;
  if (to === undefined) return `${removed[count]} ${subject}${details(change, from, language)}.`;
  const what = part === 'field' || field === null ? subject : `${subject}, ${nameOfField(field, language)}`;
  const [was, is] = [valueWords(from, field, language), valueWords(to, field, language)];
  return `${capitalised(what)}: ${of} ${was} ${into} ${is}.`;
}

/** Limits of promises and tolerances are fields; steps, stages and segments have names. */
function subjectOf(part: string, id: string, language: Language): string {
  const name = partNames[part]?.[language] ?? part;
  if (part === 'promise' || part === 'budget' || part === 'negotiation')
    return `${name}, ${nameOfField(id, language)}`;
  return part === 'tolerance' ? `${name} (${id})` : `${name} «${nameOfValue(id, language)}»`;
}

function details({ part, field }: StrategyChange, value: unknown, language: Language): string {
  // A step of a strategy that has passed its checks.
  if (part === 'step')
    return `, ${phrases[language].day} ${(value as Step).day}: ${stepWords(value as Step, language)}`;
  if (part === 'segment') return '';
  // The same: of a strategy that has passed its checks.
  if (part === 'notice') return `: ${noticeWords(value as Notice, language)}`;
  if (part === 'lenientRule') return `: ${lenientRuleWords(value as LenientRule, language)}`;
  if (part === 'incentive') return `: ${incentiveWords(value as Incentive, language)}`;
  if (field === 'negotiation') return `: ${negotiationWords(value as NegotiationTerms, language)}`;
  if (field === 'notices' || field === 'incentives' || field === 'lenientRules')
    return listWords(field, value, language);
  // The same: of a strategy that has passed its checks.
  if (field === 'experiment') return ` ${experimentWords(value as Experiment, language)}`;
  return `: ${valueWords(value, field, language)}`;
}

type ListField = 'notices' | 'incentives' | 'lenientRules';

/** A list that is new or gone as a whole. */
function listWords(field: ListField, value: unknown, language: Language): string {
  const list = { [field]: value } as Pick<Strategy, ListField>; // Told apart by the field.
  const told = agreementLines(list, language);
  return told.length === 0 ? '' : ` (${told.join('; ')})`;
}

const capitalised = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
