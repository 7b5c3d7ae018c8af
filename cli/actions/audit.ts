import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { RecobroError } from '../../domain/errors';
import type { LedgerEntry } from '../../domain/ledger';
import { dayFromIso, instantFromIso } from '../../domain/time/calendar';
import { localDay } from '../../domain/time/zones';
import type { ZoneId } from '../../domain/time/zones';
import { accessesIn, accessWords } from '../../evidence/access';
import type { AuditProgress } from '../../evidence/audit/audit-tenant';
import { auditTenant } from '../../evidence/audit/audit-tenant';
import { readSeals } from '../../evidence/seal/archive';
import { sealedHistory } from '../../evidence/seal/audit';
import { verifySeals } from '../../evidence/seal/seal';
import type { SealWithHeads } from '../../evidence/seal/seal';
import { textFact } from '../../evidence/verify/findings';
import { fingerprintOf } from '../../evidence/signature';
import { inWords, momentWords, skipWords } from '../../policy/explain/words';
import { channelNames } from '../../policy/law/explain';
import { unknownAccount } from '../../local/read-account';
import { evidenceKeeping } from './evidence-sources';
import type { OpenSystem } from './system';
import { openSystem } from './system';

export interface AuditFlags {
  readonly tenant?: string;
  readonly json?: true;
}

export interface AuditVerifyFlags extends AuditFlags {
  readonly state?: string;
  readonly fingerprint?: string;
}

export interface AuditWhyFlags extends AuditFlags {
  readonly on?: string;
}

/** Checks the seals and every ledger of a tenant; findings as they come on stdout, progress on stderr. */
export const auditVerify = (flags: AuditVerifyFlags): Promise<void> =>
  withSystem(flags, async (system, tenant) => {
    const from = readProgress(flags.state);
    const { archive } = await evidenceKeeping();
    const seals = await readSeals(archive, tenant);
    let found = tellSeals(seals, flags);
    if (from) process.stderr.write(`  sigue después de ${progressWords(from)}\n`);
    const audit = { store: system.store, tenant, sealed: sealedHistory(seals), ...(from && { from }) };
    let last: AuditProgress = from ?? { accounts: 0, entries: 0, faults: 0 };
    for await (const { faults, progress } of auditTenant(audit)) {
      faults.forEach((fault) =>
        tell(flags, fault, `cuenta ${fault.account}, asiento ${fault.seq}: ${fault.fault}`),
      );
      last = progress;
      if (flags.state !== undefined) keepProgress(flags.state, progress);
      process.stderr.write(`  ${progressWords(progress)}\n`);
    }
    if (flags.state !== undefined) rmSync(flags.state, { force: true });
    if (last.accounts === 0) throw nothingToAudit(tenant);
    found += last.faults;
    const summary = {
      tenant,
      seals: seals.length,
      accounts: last.accounts,
      entries: last.entries,
      findings: found,
    };
    const words = `${last.accounts} cuentas, ${last.entries} asientos y ${seals.length} sellos: ${found} hallazgo(s)`;
    tell(flags, summary, words);
    if (found > 0) process.exitCode = 1;
  });

/** A tenant that is misspelt must not pass its audit. */
const nothingToAudit = (tenant: string): RecobroError =>
  new RecobroError(
    'audit.empty',
    `Cannot audit tenant ${tenant}: it has no accounts; mind the spelling, or import a book first`,
    { tenant },
  );

/** Gives back how many findings it told. */
function tellSeals(seals: readonly SealWithHeads[], flags: AuditVerifyFlags): number {
  const faults = verifySeals(seals);
  for (const fault of faults) tell(flags, fault, `sello ${fault.number} del ${fault.day}: ${fault.fault}`);
  const key = seals[0]?.seal.body.signature.publicKey;
  const actual = key === undefined ? undefined : fingerprintOf(key);
  if (flags.fingerprint === undefined || actual === undefined || actual === flags.fingerprint)
    return faults.length;
  tell(flags, { fault: 'other_key', actual }, `los sellos los firmó otra clave: ${actual}`);
  return faults.length + 1;
}

const progressWords = ({ accounts, entries, faults }: AuditProgress): string =>
  `${accounts} cuentas, ${entries} asientos, ${faults} hallazgos`;

/** Whole or not at all: an audit may be cut short here too. */
function keepProgress(file: string, progress: AuditProgress): void {
  writeFileSync(`${file}.new`, JSON.stringify(progress));
  renameSync(`${file}.new`, file);
}

function readProgress(file: string | undefined): AuditProgress | undefined {
  if (file === undefined || !existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  try {
    // Written by an audit that was cut short.
    return JSON.parse(text) as AuditProgress;
  } catch {
    const message = `Cannot go on from ${file}: it is no progress of an audit; name the file of --state, or remove it to begin anew`;
    throw new RecobroError('audit.badState', message, { file });
  }
}

/** Types of entries that say whether, and why, somebody was contacted. */
const DECISIONS: readonly string[] = ['touch_claimed', 'touch_refused', 'step_skipped'];

/** Prints every decision about contacting on an account, as the ledger has it. */
export async function auditWhy(accountId: string, flags: AuditWhyFlags): Promise<void> {
  const day = flags.on === undefined ? undefined : dayFromIso(flags.on);
  await withSystem(flags, async ({ store }, tenant) => {
    const account = await store.getAccount({ tenant, accountId });
    if (!account) throw unknownAccount({ tenant, accountId });
    const person = await store.getPerson({ tenant, personId: account.personId });
    const zone = person?.person.zones[0] ?? 'UTC';
    const entries = (await store.readLedger({ tenant, accountId })).filter(
      ({ type, at }) =>
        DECISIONS.includes(type) && (day === undefined || localDay(instantFromIso(at), zone) === day),
    );
    for (const entry of entries) tell(flags, entry, decisionWords(entry, zone));
    if (entries.length === 0)
      process.stderr.write(`Ninguna decisión sobre contactos en la cuenta ${accountId}.\n`);
  });
}

function decisionWords(entry: LedgerEntry, zone: ZoneId): string {
  const { at, seq, facts, lawVersion, runId } = entry;
  // What was passed over without asking the law has no version of it.
  const grounds = [lawVersion.split(' ')[0] ?? '', `ejecución ${runId}`].filter((part) => part !== '');
  const step = textFact(facts['step']);
  return `${momentWords(instantFromIso(at), zone)}  asiento ${seq}  paso «${step}» ${verdictWords(entry)}  [${grounds.join('; ')}]`;
}

function verdictWords({ type, facts }: LedgerEntry): string {
  if (type === 'touch_claimed') return `permitido por ${inWords(channelNames, textFact(facts['channel']))}`;
  const why = textFact(facts['rule']) || inWords(skipWords, textFact(facts['reason']));
  return `${type === 'touch_refused' ? 'denegado' : 'omitido'}: ${why}`;
}

/** Prints who read personal data. */
export const auditAccess = (accountId: string | undefined, flags: AuditFlags): Promise<void> =>
  withSystem(flags, async ({ store }, tenant) => {
    if (accountId !== undefined && !(await store.getAccount({ tenant, accountId })))
      throw unknownAccount({ tenant, accountId });
    let count = 0;
    for await (const account of accountId === undefined ? accountsOf(store, tenant) : [accountId])
      for (const line of accessesIn(account, await store.readLedger({ tenant, accountId: account }))) {
        tell(
          flags,
          line,
          `${line.at}  cuenta ${line.account}  ${line.by} leyó ${inWords(accessWords, line.what)}`,
        );
        count += 1;
      }
    if (count === 0) process.stderr.write('Nadie leyó datos personales.\n');
  });

const PAGE = 200;

async function* accountsOf(store: OpenSystem['store'], tenant: string): AsyncGenerator<string> {
  let cursor: string | undefined;
  do {
    const page = await store.listAccounts({ tenant, limit: PAGE, cursor });
    for (const { accountId } of page.items) yield accountId;
    cursor = page.cursor;
  } while (cursor !== undefined);
}

async function withSystem(
  { tenant }: AuditFlags,
  work: (system: OpenSystem, tenant: string) => Promise<void>,
): Promise<void> {
  const system = await openSystem();
  try {
    await work(system, tenant ?? system.tenant);
  } finally {
    await system.close();
  }
}

const tell = ({ json }: AuditFlags, data: object, words: string): void =>
  void process.stdout.write(`${json ? JSON.stringify(data) : words}\n`);
