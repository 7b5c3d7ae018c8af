import { readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { RecobroError } from '../../domain/errors';
import { exportPack } from '../../evidence/export/export';
import { sealDay } from '../../evidence/seal/seal-day';
import type { Verification } from '../../evidence/verify/verify';
import { verifyPack } from '../../evidence/verify/verify';
import { quietRuntime } from '../../temporal/quiet-runtime';
import { evidenceKeeping, evidenceSources } from './evidence-sources';
import { verificationText } from './evidence-text';
import { openSystem } from './system';

export interface ExportFlags {
  readonly output: string;
  readonly tenant?: string;
  readonly from?: string;
  readonly to?: string;
  readonly by?: string;
  readonly packs: readonly string[];
  readonly builds: readonly string[];
}

/** Who asks, where nobody says: the person at this machine. */
const whoAsks = (by: string | undefined): string => by ?? process.env['RECOBRO_ACTOR'] ?? userInfo().username;

/** Writes the evidence pack of an account, a person or a period. */
export async function exportEvidence(id: string | undefined, flags: ExportFlags): Promise<void> {
  const { from, to, by, output, packs, builds } = flags;
  const period = from !== undefined && to !== undefined ? { period: { from, to } } : {};
  const system = await openSystem();
  try {
    const tenant = flags.tenant ?? system.tenant;
    const { signer, archive } = await evidenceKeeping();
    const { store, client } = system;
    const dirs = { packsDirs: packs, buildsDirs: builds };
    const sources = await evidenceSources({ store, client, archive, tenant, ...dirs });
    const wish = { tenant, ...(id !== undefined && { id }), ...period, by: whoAsks(by), now: Date.now() };
    const { file, accounts, missingBuilds } = await exportPack(sources, wish, signer);
    writeFileSync(output, file);
    process.stderr.write(`${output}: ${Math.ceil(file.length / 1024)} KB, ${accountsWords(accounts)}\n`);
    for (const build of missingBuilds)
      process.stderr.write(
        `Aviso: el código de la compilación ${build} no está en el archivo; sus ejecuciones no se podrán repetir. Guárdelo desde su commit: recobro evidence keep ${build}\n`,
      );
  } finally {
    await system.close();
  }
}

const NAMED_AT_MOST = 10;

/** A person has few accounts, a period has them all: those are counted. */
const accountsWords = (accounts: readonly string[]): string =>
  accounts.length > NAMED_AT_MOST ? `${accounts.length} cuentas` : `cuentas ${accounts.join(', ')}`;

export interface VerifyFlags {
  readonly fingerprint?: string;
  readonly json?: true;
}

/** Verifies a pack offline; exit 1 when something was found. */
export async function verifyEvidence(file: string, { fingerprint, json }: VerifyFlags): Promise<void> {
  quietRuntime();
  const verification = await verifyPack(read(file), fingerprint === undefined ? {} : { fingerprint });
  process.stdout.write(
    json ? `${JSON.stringify(asData(verification), null, 2)}\n` : verificationText(verification),
  );
  if (!verification.holds) process.exitCode = 1;
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    const message = `Cannot read ${file}: name the file of an evidence pack`;
    throw new RecobroError('evidence.unreadable', message, { file });
  }
}

const asData = ({ holds, fingerprint, checks, findings, manifest, erased }: Verification) => ({
  holds,
  fingerprint,
  subject: manifest?.subject,
  madeAt: manifest?.madeAt,
  software: manifest?.software,
  builds: manifest?.builds,
  checks: checks.map(({ check, examined, findings: found }) => ({ check, examined, findings: found.length })),
  findings,
  erased,
});

export interface SealFlags {
  readonly tenant?: string;
  readonly json?: true;
}

/** Seals the ledgers of the tenant for today (UTC); a day that is sealed stays as it is. */
export async function sealLedgers(flags: SealFlags): Promise<void> {
  const system = await openSystem();
  try {
    const keeping = await evidenceKeeping();
    const { sealed, seal } = await sealDay(
      { store: system.store, ...keeping },
      flags.tenant ?? system.tenant,
      Date.now(),
    );
    const { number, day, accounts, entries, root } = seal.body;
    const what = sealed ? 'sellado' : 'ya estaba sellado';
    const text = `Sello ${number} del ${day}, ${what}: ${accounts} cuentas, ${entries} asientos, raíz ${root}\n`;
    process.stdout.write(flags.json ? `${JSON.stringify({ sealed, seal }, null, 2)}\n` : text);
  } finally {
    await system.close();
  }
}
