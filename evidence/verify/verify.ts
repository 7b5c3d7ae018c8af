import type { PackContent } from '../pack/content';
import { contentOf } from '../pack/files';
import type { Manifest, OpenedPack } from '../pack/manifest';
import { openPack } from '../pack/manifest';
import { fingerprintOf } from '../signature';
import { checkLaw, checkLog, isErased, subjects } from './contacts';
import type { CheckId, CheckResult, Finding } from './findings';
import { Check } from './findings';
import { checkHistories, checkReplay } from './histories';
import { checkJournal } from './journal';
import { checkChains, checkSeals } from './ledgers';
import { checkMessages, checkReceipts, checkVersions } from './messages';
import { checkPayment } from './payment';

export interface Verification {
  /** True when nothing was found and everything was looked at. */
  readonly holds: boolean;
  readonly manifest?: Manifest;
  /** Of the key that signed: compare it with the one that the creditor publishes. */
  readonly fingerprint?: string;
  readonly checks: readonly CheckResult[];
  readonly findings: readonly Finding[];
  /** Accounts whose person was erased: of them texts, facts and histories could not be looked at. */
  readonly erased: readonly string[];
  /** The pack is not as it was signed: what is in it was not looked at. */
  readonly isDamaged: boolean;
}

export interface VerifyOptions {
  /** Fingerprint of the key that must have signed; without it any key will do. */
  readonly fingerprint?: string;
}

/**
 * Verifies a pack, with nothing but its bytes and this software. First that every byte is as it was signed; if it is,
 * everything in it. The workflow replayer needs `Runtime.install` before, if its logs are to be quiet.
 */
export async function verifyPack(file: Buffer, { fingerprint }: VerifyOptions = {}): Promise<Verification> {
  const opened = openPack(file);
  const integrity = integrityOf(opened, fingerprint);
  const isDamaged = opened.faults.length > 0 || !opened.manifest;
  const { results: inside, erased } = isDamaged ? NOTHING : await checkContent(opened);
  const checks = [...integrity, ...inside];
  const findings = checks.flatMap((check) => check.findings);
  const { manifest } = opened;
  return {
    holds: findings.length === 0,
    ...(manifest && { manifest, fingerprint: fingerprintOf(manifest.signature.publicKey) }),
    checks,
    findings,
    erased,
    isDamaged,
  };
}

function integrityOf({ manifest, faults }: OpenedPack, fingerprint: string | undefined): CheckResult[] {
  const of = (check: 'container' | 'signature' | 'files', examined: number): CheckResult => ({
    check,
    examined,
    findings: faults.filter((fault) => fault.check === check),
  });
  const key = new Check('key');
  const actual = manifest && fingerprintOf(manifest.signature.publicKey);
  if (fingerprint !== undefined)
    key.that(actual === fingerprint, 'manifest.json', `firmó otra clave: ${actual ?? 'ninguna'}`);
  return [
    of('container', 1),
    of('signature', manifest ? 1 : 0),
    of('files', manifest?.files.length ?? 0),
    key.result,
  ];
}

type Look = (content: PackContent) => CheckResult | CheckResult[] | Promise<CheckResult[]>;

interface Inside {
  readonly results: readonly CheckResult[];
  readonly erased: readonly string[];
}

const NOTHING: Inside = { results: [], erased: [] };

async function checkContent({ manifest, files }: OpenedPack): Promise<Inside> {
  if (!manifest) return NOTHING;
  const content = readable(manifest, files);
  if ('check' in content) return { results: [content], erased: [] };
  const looks: readonly (readonly [CheckId, Look])[] = [
    ['chain', checkChains],
    ['seals', (all) => checkSeals(all, manifest.tenant)],
    ['histories', checkHistories],
    ['replay', checkReplay],
    ['journal', checkJournal],
    ['law', checkLaw],
    ['log', checkLog],
    ['messages', checkMessages],
    ['receipts', checkReceipts],
    ['versions', checkVersions],
    ['payment', checkPayment],
  ];
  const results: CheckResult[] = [];
  for (const [check, look] of looks) results.push(...(await looked(check, () => look(content))));
  const erased = subjects(content).filter(isErased);
  return { results, erased: erased.map(({ note }) => note.accountId) };
}

/** Whoever has the key may have signed nonsense: a check that cannot be made is a finding, not a crash. */
async function looked(check: CheckId, look: () => ReturnType<Look>): Promise<CheckResult[]> {
  try {
    return [await look()].flat();
  } catch (error) {
    return [unreadable(check, error)];
  }
}

function readable(manifest: Manifest, files: OpenedPack['files']): PackContent | CheckResult {
  try {
    return contentOf(manifest, files);
  } catch (error) {
    return unreadable('files', error);
  }
}

function unreadable(check: CheckId, error: unknown): CheckResult {
  const problem = error instanceof Error ? error.message : String(error);
  const finding = { check, place: 'contenido', message: `no se puede comprobar: ${problem}` };
  return { check, examined: 1, findings: [finding] };
}
