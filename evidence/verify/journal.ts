import { ledgerDraft } from '../../domain/case/entries';
import type { CaseEvent } from '../../domain/case/events';
import { canonicalJson } from '../../domain/ledger';
import type { LedgerEntry } from '../../domain/ledger';
import type { StrategyReading } from '../../domain/law/reading';
import { isoFromInstant } from '../../domain/time/calendar';
import type { AccountContent, PackContent } from '../pack/content';
import { claimsIn, readableSubjects } from './contacts';
import type { CheckResult } from './findings';
import { Check, entryPlace, eventPlace } from './findings';
import { contactsIn, journalsIn, touchesIn } from './requests';

/** Types of entries that only the rules of the case write: each was handed over by a workflow. */
const DECIDED: readonly CaseEvent['type'][] = [
  'stage_changed',
  'segment_changed',
  'step_skipped',
  'task_opened',
  'touch_refused',
  'handed_off',
  'promise_kept',
  'promise_broken',
  'plan_broken',
  'outcome_changed',
  'request_refused',
];

/** What stands in the ledger is what the workflows, whose histories replay, decided and were answered. */
export function checkJournal(content: PackContent): CheckResult {
  const check = new Check('journal');
  for (const account of readableSubjects(content)) {
    checkContacts(check, account);
    checkAnswers(check, account);
    checkEvents(check, account);
  }
  return check.result;
}

/** Every contact follows from a request of the workflow: same run, step, debt, facts, channel and reading of the law. */
function checkContacts(check: Check, { note, ledger, runs }: AccountContent): void {
  const asked = touchesIn(runs);
  for (const { entry, facts } of claimsIn(ledger)) {
    const requests = asked.filter(
      ({ runId, request: { touch, factSeq } }) =>
        runId === entry.runId &&
        touch.step === facts.step &&
        touch.anchor === facts.anchor &&
        touch.via.some((channel) => channel === facts.channel) &&
        (facts.factSeq === undefined || facts.factSeq === factSeq),
    );
    const place = entryPlace(note.accountId, entry.seq);
    const isAsked = check.that(requests.length > 0, place, 'ninguna ejecución del flujo pidió este contacto');
    if (!isAsked) continue;
    const isRead = requests.some(({ request }) => isReadAs(facts, request));
    check.that(isRead, place, 'el flujo pidió que se leyera la ley de otro modo');
  }
}

/** A claim of an older build does not say how the law was read. */
const isReadAs = (claim: Partial<StrategyReading>, asked: StrategyReading): boolean =>
  claim.profile === undefined ||
  (claim.profile === asked.profile && (claim.setAside ?? []).every((rule) => asked.setAside?.includes(rule)));

/** Every contact that the histories know of stands in the ledger: the same one, at the same instant, by the same channel. */
function checkAnswers(check: Check, { note, ledger, runs }: AccountContent): void {
  const claims = new Map(claimsIn(ledger).map((claim) => [claim.facts.attempt, claim]));
  for (const { runId, eventId, sent } of contactsIn(runs)) {
    const claim = claims.get(sent.attempt);
    const at = isoFromInstant(sent.at);
    const isTold = claim?.entry.at === at && claim.facts.channel === sent.channel;
    const instead = claim
      ? `el libro lo tiene el ${claim.entry.at} por ${claim.facts.channel}`
      : 'el libro no lo tiene';
    const message = `se contactó el ${at} por ${sent.channel}, y ${instead}`;
    check.that(isTold, eventPlace(note.workflowId, runId, eventId), message);
  }
}

function checkEvents(check: Check, { note, ledger, runs }: AccountContent): void {
  const events = journalsIn(runs).flatMap(({ request }) => request.journal.events);
  const given = new Set(events.map((event) => draftText(ledgerDraft(event))));
  for (const entry of ledger.filter(({ type }) => DECIDED.some((decided) => decided === type))) {
    const isGiven = given.has(entryText(entry));
    const place = entryPlace(note.accountId, entry.seq);
    check.that(isGiven, place, 'ninguna ejecución del flujo decidió este asiento');
  }
}

const draftText = ({ at, ...draft }: ReturnType<typeof ledgerDraft>): string =>
  canonicalJson({ ...draft, at: isoFromInstant(at) });

const entryText = ({ at, type, actor, facts }: LedgerEntry): string =>
  canonicalJson({ at, type, actor, facts });
