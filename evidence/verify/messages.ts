import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { strategyHash } from '../../policy/strategy/hash';
import { loadTemplates } from '../../policy/templates/load';
import { sha256Hex } from '../../store/store';
import type { AccountContent, PackContent } from '../pack/content';
import { inputOf } from '../replay/recorded';
import { claimsIn, readableSubjects, signedRules, subjects } from './contacts';
import type { CheckResult } from './findings';
import { Check, entryPlace, eventPlace, textFact } from './findings';

/** Every message that a ledger names is here, and is the one that was sent: its hash is in the ledger. */
export function checkMessages(content: PackContent): CheckResult {
  const check = new Check('messages');
  for (const { note, ledger } of readableSubjects(content)) {
    for (const { entry } of claimsIn(ledger)) {
      const hash = textFact(entry.facts['bodyHash']);
      const body = content.messages.get(hash);
      const place = entryPlace(note.accountId, entry.seq);
      const isThere = check.that(body !== undefined, place, 'falta el texto del mensaje');
      if (isThere) check.that(sha256Hex(body ?? '') === hash, place, 'el texto no es el que se envió');
    }
  }
  return check.result;
}

const RESULTS: Readonly<Record<string, string>> = {
  touch_sent: 'SENT',
  touch_unknown: 'UNKNOWN',
  touch_failed: 'FAILED',
};

/** What the provider answered about each message is what the ledger says. */
export function checkReceipts(content: PackContent): CheckResult {
  const check = new Check('receipts');
  for (const account of subjects(content)) checkReceiptsOf(check, account);
  return check.result;
}

function checkReceiptsOf(check: Check, { note, ledger, attempts }: AccountContent): void {
  const known = new Map(attempts.map((attempt) => [attempt.attemptId, attempt]));
  for (const { entry, facts } of claimsIn(ledger)) {
    const attempt = known.get(facts.attempt);
    const place = entryPlace(note.accountId, entry.seq);
    check.that(
      attempt?.bodyHash === entry.facts['bodyHash'],
      place,
      'falta el registro del envío o es de otro mensaje',
    );
    const results = ledger.filter(
      ({ type, facts: told }) => type in RESULTS && told['attempt'] === facts.attempt,
    );
    const last = results.at(-1);
    check.that(last !== undefined, place, 'no consta qué pasó con el envío');
    if (!last || !attempt) continue;
    check.that(
      RESULTS[last.type] === attempt.state,
      entryPlace(note.accountId, last.seq),
      'el registro del envío dice otra cosa',
    );
    const provider = last.facts['providerId'] ?? undefined;
    check.that(
      provider === undefined || provider === attempt.providerId,
      entryPlace(note.accountId, last.seq),
      'el comprobante del proveedor es otro',
    );
  }
}

/** Strategies and templates are those whose hashes were pinned, and each run followed the pinned strategy. */
export function checkVersions(content: PackContent): CheckResult {
  const check = new Check('versions');
  for (const [hash, strategy] of content.strategies)
    check.that(strategyHash(strategy) === hash, `estrategia ${hash}`, 'no corresponde a su huella');
  for (const [version, files] of content.templates)
    check.that(versionOf(files) === version, `plantillas ${version}`, 'no corresponden a su huella');
  for (const account of subjects(content)) checkSignatures(check, content, account);
  for (const { note, ledger, runs } of readableSubjects(content)) {
    check.that(content.strategies.has(note.strategy.hash), `cuenta ${note.accountId}`, 'falta su estrategia');
    for (const { entry } of claimsIn(ledger)) {
      const version = entry.facts['templates'];
      const isThere = typeof version !== 'string' || content.templates.has(version);
      check.that(isThere, entryPlace(note.accountId, entry.seq), 'faltan las plantillas con que se escribió');
    }
    for (const { runId, history } of runs) {
      const isPinned = content.strategies.has(strategyHashOf(inputOf(history)));
      check.that(
        isPinned,
        eventPlace(note.workflowId, runId, 1),
        'siguió una estrategia que no está en el expediente',
      );
    }
  }
  return check.result;
}

/** What was set aside for a contact is what its strategy has signed for, where the strategy is in the pack. */
function checkSignatures(check: Check, content: PackContent, { note, ledger }: AccountContent): void {
  for (const claim of claimsIn(ledger).filter(({ facts }) => facts.setAside)) {
    const signed = signedRules(content, claim)?.map(({ rule }) => rule);
    const isSigned = !signed || claim.facts.setAside?.every((rule) => signed.includes(rule)) === true;
    const place = entryPlace(note.accountId, claim.entry.seq);
    check.that(isSigned, place, 'se dejó de lado una regla que la estrategia no firma');
  }
}

/** Empty when the input is not that of an account workflow. */
export function strategyHashOf(input: unknown): string {
  if (typeof input !== 'object' || input === null || !('from' in input)) return '';
  const { from } = input;
  if (typeof from !== 'object' || from === null || !('strategy' in from)) return '';
  // The hash says whether it is a strategy.
  return strategyHash(from.strategy as Parameters<typeof strategyHash>[0]);
}

/** The library reads folders, so that the files are laid out once more. Empty when they are no library. */
function versionOf(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'recobro-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      const target = join(folder, normalize(`/${path}`));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
    return loadTemplates(folder).version;
  } catch {
    return '';
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
