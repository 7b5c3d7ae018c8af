import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { LedgerEntry } from '../../domain/ledger';
import { dayFromIso, instantFromIso } from '../../domain/time/calendar';
import { localDay } from '../../domain/time/zones';
import type { ZoneId } from '../../domain/time/zones';
import { accessesIn } from '../../evidence/access';
import type { AuditProgress } from '../../evidence/audit/audit-tenant';
import { auditTenant } from '../../evidence/audit/audit-tenant';
import { readSeals } from '../../evidence/seal/archive';
import { sealedHistory } from '../../evidence/seal/audit';
import { verifySeals } from '../../evidence/seal/seal';
import type { SealWithHeads } from '../../evidence/seal/seal';
import { textFact } from '../../evidence/verify/findings';
import { fingerprintOf } from '../../evidence/signature';
import { momentWords } from '../../policy/explain/words';
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
    const { archive } = await evidenceKeeping();
    const seals = await readSeals(archive, tenant);
    let found = tellSeals(seals, flags);
    const from = readProgress(flags.state);
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
  // Written by an audit that was cut short.
  return JSON.parse(readFileSync(file, 'utf8')) as AuditProgress;
}

/** Types of entries that say whether, and why, somebody was contacted. */
const DECISIONS: readonly string[] = ['touch_claimed', 'touch_refused', 'step_skipped'];

/** Prints every decision about contacting on an account, as the ledger has it. */
export const auditWhy = (accountId: string, flags: AuditWhyFlags): Promise<void> =>
  withSystem(flags, async ({ store }, tenant) => {
    const account = await store.getAccount({ tenant, accountId });
    const person = account && (await store.getPerson({ tenant, personId: account.personId }));
    const zone = person?.person.zones[0] ?? 'UTC';
    const day = flags.on === undefined ? undefined : dayFromIso(flags.on);
    const entries = (await store.readLedger({ tenant, accountId })).filter(
      ({ type, at }) =>
        DECISIONS.includes(type) && (day === undefined || localDay(instantFromIso(at), zone) === day),
    );
    for (const entry of entries) tell(flags, entry, decisionWords(entry, zone));
  });

function decisionWords({ at, seq, type, facts, lawVersion, runId }: LedgerEntry, zone: ZoneId): string {
  const [step, channel, why] = ['step', 'channel', facts['rule'] === undefined ? 'reason' : 'rule'].map(
    (name) => textFact(facts[name]),
  );
  const what =
    type === 'touch_claimed'
      ? `permitido por ${channel ?? ''}`
      : `${type === 'touch_refused' ? 'denegado' : 'omitido'}: ${why ?? ''}`;
  const [pack = ''] = lawVersion.split(' ');
  return `${momentWords(instantFromIso(at), zone)}  asiento ${seq}  paso «${step ?? ''}» ${what}  [${pack}; ejecución ${runId}]`;
}

/** Prints who read personal data. */
export const auditAccess = (accountId: string | undefined, flags: AuditFlags): Promise<void> =>
  withSystem(flags, async ({ store }, tenant) => {
    for await (const account of accountId === undefined ? accountsOf(store, tenant) : [accountId])
      for (const line of accessesIn(account, await store.readLedger({ tenant, accountId: account })))
        tell(flags, line, `${line.at}  cuenta ${line.account}  ${line.by} leyó ${line.what}`);
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
