import type { CaseFact } from '../../domain/case/facts';
import type { Opening } from '../../domain/case/open';
import type { LedgerEntry } from '../../domain/ledger';
import type { Instant } from '../../domain/time/calendar';
import { instantFromIso, isoFromDay } from '../../domain/time/calendar';
import type { ZoneId } from '../../domain/time/zones';
import { entryWords } from '../../policy/explain/timeline';
import { countWords, inWords, momentWords, stageWords } from '../../policy/explain/words';
import { channelNames } from '../../policy/law/explain';
import { isoInZone } from '../../policy/law/text';
import { formatDate, formatMoney } from '../../policy/templates/format';
import type { AccountContent, PackContent } from '../pack/content';
import type { Claim } from '../verify/contacts';
import { claimsIn } from '../verify/contacts';
import { textFact } from '../verify/findings';
import { openingOf } from '../verify/payment';
import type { ContactLaw } from './contact-law';
import { articleWords } from './contact-law';
import type { Row, Section } from './document';
import { setAsideWords } from './set-aside';

export interface Around {
  readonly tenant: string;
  readonly content: PackContent;
  readonly law: ContactLaw;
}

/** What one account's sections are told with. */
interface Told extends Around {
  readonly account: AccountContent;
  readonly zone: ZoneId;
  readonly place: string;
  readonly opening: Opening | undefined;
  readonly claims: readonly Claim[];
}

const RESULTS: readonly string[] = ['touch_sent', 'touch_unknown', 'touch_failed'];

/** An account for people: what was owed, everything that happened in order, and each contact in full. */
export function accountSections(account: AccountContent, around: Around): Section[] {
  const person = around.content.persons.find(({ id }) => id === account.note.personId);
  const told: Told = {
    ...around,
    account,
    zone: person?.zones[0] ?? 'UTC',
    place: person?.jurisdiction ?? '',
    opening: openingOf(account),
    claims: claimsIn(account.ledger),
  };
  const { accountId, personId, strategy } = account.note;
  return [
    {
      title: `Cuenta ${accountId}`,
      level: 1,
      blocks: [
        {
          kind: 'pairs',
          pairs: [
            ['Persona', personId],
            ['Estrategia', `${strategy.id}, versión ${strategy.version} (${strategy.hash.slice(0, 16)}…)`],
            ...debtPairs(told),
          ],
        },
      ],
    },
    {
      title: `Línea de tiempo de la cuenta ${accountId} (hora de ${told.zone})`,
      level: 2,
      blocks: [timelineTable(told)],
    },
    ...told.claims.map((claim, index) => contactSection(told, claim, index + 1)),
  ];
}

const debtPairs = ({ opening }: Told): (readonly [string, string])[] =>
  (opening?.debts ?? []).map(({ id, due, amount }) => [
    `Deuda ${id}`,
    `${formatMoney(amount, opening?.currency ?? '', 'es')}, vence el ${formatDate(isoFromDay(due), 'short', 'es')}`,
  ]);

function timelineTable(told: Told) {
  const { account, claims } = told;
  const attempts = new Map(claims.map(({ facts }, index) => [facts.attempt, index + 1]));
  // What became of a contact is told in the row of the contact.
  const rows = account.ledger
    .filter(({ type, facts }) => !RESULTS.includes(type) || !attempts.has(textFact(facts['attempt'])))
    .map((entry) => rowOf(told, entry, attempts.get(textFact(entry.facts['attempt']))));
  return {
    kind: 'table' as const,
    columns: [
      { title: 'Asiento', share: 0.09 },
      { title: 'Fecha y hora', share: 0.17 },
      { title: 'Qué pasó', share: 0.42 },
      { title: 'Norma o prueba', share: 0.32 },
    ],
    rows,
  };
}

function rowOf(told: Told, entry: LedgerEntry, contact: number | undefined): Row {
  const claim = told.claims.find((one) => one.entry === entry);
  const before = [String(entry.seq), shortMoment(instantFromIso(entry.at), told.zone)];
  if (claim && contact !== undefined)
    return {
      kind: 'contact',
      cells: [...before, contactWords(told, claim, contact), `Permitido por: ${articlesOf(told, claim)}`],
    };
  const rule = textFact(entry.facts['rule']);
  const said = entryWords(entry, told.zone);
  if (rule !== '') return { kind: 'refused', cells: [...before, said, refusalWords(told, entry, rule)] };
  const paid = paymentWords(told, entry);
  if (paid !== undefined) return { kind: 'payment', cells: [...before, paid, proofOf(entry)] };
  return { kind: 'other', cells: [...before, said, ''] };
}

function contactWords(told: Told, claim: Claim, number: number): string {
  const { facts } = claim.entry;
  const channel = inWords(channelNames, facts['channel'] as string);
  const head = `CONTACTO ${number} por ${channel}: paso «${textFact(facts['step'])}», plantilla «${textFact(facts['template'])}».`;
  return `${head} ${resultWords(told, claim)}`;
}

function resultWords({ account, zone }: Told, { facts: { attempt } }: Claim): string {
  const results = account.ledger.filter(
    ({ type, facts }) => RESULTS.includes(type) && facts['attempt'] === attempt,
  );
  const bounce = account.ledger.find(
    ({ type, facts }) => type === 'bounce_received' && facts['attempt'] === attempt,
  );
  const told = [...results.slice(-1), ...(bounce ? [bounce] : [])].map((entry) =>
    entry.type === 'touch_sent' ? 'Enviado.' : entryWords(entry, zone),
  );
  return told.join(' ') || 'No consta qué pasó con el envío.';
}

/** Articles that the contact kept, each once. */
function articlesOf({ law }: Told, claim: Claim): string {
  const rules = law.rulesFor(claim);
  if (typeof rules === 'string') return rules;
  return [...new Set(rules.map(({ article, id }) => (article.startsWith('ninguno') ? id : article)))].join(
    '; ',
  );
}

function refusalWords({ law, place }: Told, entry: LedgerEntry, rule: string): string {
  const version = textFact(entry.facts['lawVersion']) || entry.lawVersion;
  const refusal = law.refusedBy(rule, place, version);
  return refusal ? `${rule} (${articleWords(refusal.cite)}): ${refusal.es}` : rule;
}

/** Payments with their amounts, which are among the facts: the ledger has ids only. */
function paymentWords({ account, opening }: Told, { type, facts }: LedgerEntry): string | undefined {
  const kind = facts['kind'];
  if (type !== 'fact_received' || (kind !== 'payment' && kind !== 'reversal')) return undefined;
  const id = textFact(facts['id']);
  // Facts were accepted in the shape of the domain.
  const accepted = account.facts.map(({ fact }) => fact as CaseFact);
  const fact = accepted.find((one) => one.kind === kind && one.id === id);
  if (fact?.kind === 'reversal') return `REVERSO del pago «${fact.of}» (reverso «${id}»).`;
  if (fact?.kind !== 'payment' || !opening) return `PAGO «${id}».`;
  return `PAGO de ${formatMoney(fact.amount, opening.currency, 'es')} («${id}»).`;
}

function proofOf({ facts }: LedgerEntry): string {
  const on = textFact(facts['on']);
  return on === '' ? '' : `Vale desde el ${formatDate(on, 'short', 'es')}.`;
}

function contactSection(told: Told, claim: Claim, number: number): Section {
  const { entry, facts } = claim;
  const at = instantFromIso(entry.at);
  const sent = told.account.attempts.find(({ attemptId }) => attemptId === facts.attempt);
  const result = told.account.ledger.find(
    ({ type, facts: of }) => type === 'touch_sent' && of['attempt'] === facts.attempt,
  );
  const days = facts.law?.dpd;
  const stage = textFact(result?.facts['stage']);
  const hash = textFact(entry.facts['bodyHash']);
  return {
    title: `Contacto ${number}: ${momentWords(at, told.zone)}`,
    level: 2,
    blocks: [
      {
        kind: 'pairs',
        pairs: [
          ['Hora', `${isoInZone(at, told.zone)} (${told.zone}); ${entry.at} (UTC)`],
          ['De', `${told.tenant}, ${inWords(ACTORS, facts.law?.actor ?? '')}`],
          ['A', `${inWords(RECIPIENTS, facts.law?.recipient ?? '')} (${told.account.note.personId})`],
          ['Canal', inWords(channelNames, facts.channel)],
          [
            'Mora',
            `${days === undefined ? '' : countWords(days, 'día', 'días')}${stage === '' ? '' : `; etapa ${inWords(stageWords, stage)}`}`,
          ],
          ['Resultado', resultWords(told, claim)],
          ['Comprobante', sent?.providerId ?? 'ninguno'],
          ['Reglas cumplidas', rulesOfContact(told, claim)],
          ...setAsideWords(told.content, claim).map(
            (words) => ['Regla estricta dejada de lado', words] as const,
          ),
          ['Asiento y huella', `${entry.seq}; mensaje SHA-256 ${hash}`],
        ],
      },
      { kind: 'message', text: messageText(told.content.messages.get(hash)) },
    ],
  };
}

const ACTORS = {
  creditor: 'el acreedor',
  third_party: 'un tercero por cuenta del acreedor',
  assignee: 'cesionario del crédito',
};
const RECIPIENTS = { debtor: 'el deudor', codebtor: 'el codeudor', guarantor: 'el garante' };

function rulesOfContact({ law }: Told, claim: Claim): string {
  const rules = law.rulesFor(claim);
  return typeof rules === 'string' ? rules : rules.map(({ id, article }) => `${id} (${article})`).join('; ');
}

/** The words of a message as they stood in it. */
export function messageText(body: string | undefined): string {
  if (body === undefined) return '(el texto ya no está)';
  const message: unknown = JSON.parse(body);
  if (typeof message !== 'object' || message === null) return body;
  const { subject, text } = { subject: '', text: '', ...message };
  return [subject && `Asunto: ${subject}`, text].filter((part) => part !== '').join('\n\n');
}

/** `21/03/2026 09:26` */
function shortMoment(at: Instant, zone: ZoneId): string {
  const local = isoInZone(at, zone);
  return `${formatDate(local.slice(0, 10), 'short', 'es')} ${local.slice(11, 16)}`;
}
