import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { S3Client } from '@aws-sdk/client-s3';
import { createLetterRemover } from '../../activities/aws/letter-remover';
import type { ErasureRefusal } from '../../domain/erasure';
import { RecobroError } from '../../domain/errors';
import type { Instant } from '../../domain/time/calendar';
import { DAY_MS, dayFromIso, isoFromDay, isoFromInstant } from '../../domain/time/calendar';
import { htmlOf } from '../../evidence/export/html';
import { subjectDocument } from '../../evidence/subject/document';
import type { ErasureStatus, Privacy } from '../../functions/privacy';
import { createPrivacy } from '../../functions/privacy';
import { outcomeWords } from '../../policy/explain/words';
import { createSubjectExport } from '../../functions/subject-export';
import { loadLaw } from '../../policy/law/library';
import type { OpenSystem } from './system';
import { openSystem } from './system';

export interface PersonFlags {
  readonly tenant?: string;
  readonly on?: string;
  readonly json?: true;
}

export interface EraseFlags extends PersonFlags {
  readonly reason: string;
  readonly approvedBy: string;
  readonly by?: string;
}

export interface HoldFlags extends PersonFlags {
  readonly id: string;
  readonly reason: string;
  readonly by?: string;
}

export interface SubjectFlags extends PersonFlags {
  readonly output: string;
  readonly html?: string;
  readonly by?: string;
}

const whoActs = (by: string | undefined): string => by ?? process.env['RECOBRO_ACTOR'] ?? userInfo().username;

/** Prints what stands against erasing the person. */
export const showStatus = (personId: string, flags: PersonFlags): Promise<void> =>
  withPrivacy(flags, async ({ privacy, tenant, at }) => {
    const status = await privacy.erasureStatus({ tenant, personId }, at);
    tell(flags, statusData(status), statusWords(status));
  });

/** Erases the person; refused with every reason, and exit code 1, while something stands against it. */
export const erasePerson = (personId: string, flags: EraseFlags): Promise<void> =>
  withPrivacy({ ...flags, on: undefined }, async ({ privacy, tenant, at }) => {
    assertNow(flags);
    const { reason, approvedBy } = flags;
    const answer = await privacy.erase({ tenant, personId, reason, approvedBy, by: whoActs(flags.by), at });
    if (!answer.erased) process.exitCode = 1;
    const words = answer.erased
      ? [`Los datos de la persona ${personId} se borraron; la cadena de sus libros sigue en pie.`]
      : [`No se borró a la persona ${personId}:`, ...answer.refusals.map(refusalWords)];
    tell(flags, answer.erased ? answer : { ...answer, refusals: answer.refusals.map(refusalData) }, words);
  });

/** What time it is decides about retention, so nobody may say it. */
function assertNow({ on }: PersonFlags): void {
  if (on === undefined) return;
  const message = 'Cannot erase as if it were another date: leave --on out; person status takes it';
  throw new RecobroError('privacy.badRequest', message, { field: 'on' });
}

/** Sets or lifts a legal hold; exit code 1 when there is none to lift. */
export const changeHold = (verb: 'hold' | 'release', personId: string, flags: HoldFlags): Promise<void> =>
  withPrivacy(flags, async ({ privacy, tenant, at }) => {
    const request = { tenant, personId, id: flags.id, reason: flags.reason, by: whoActs(flags.by), at };
    const isDone = verb === 'hold' ? (await privacy.hold(request), true) : await privacy.liftHold(request);
    if (!isDone) process.exitCode = 1;
    const done = verb === 'hold' ? 'queda vigente' : isDone ? 'se levantó' : 'no existe';
    tell(flags, { hold: flags.id, done: isDone }, [
      `La orden ${flags.id} sobre la persona ${personId} ${done}.`,
    ]);
  });

/** Writes everything that is kept of the person. */
export const exportPerson = (personId: string, flags: SubjectFlags): Promise<void> =>
  withPrivacy(flags, async ({ system, tenant, at }) => {
    const access = await createSubjectExport(system)({ tenant, personId, by: whoActs(flags.by), at });
    const html = flags.html ?? flags.output.replace(/(\.json)?$/, '.html');
    writeFileSync(flags.output, `${JSON.stringify(access, null, 2)}\n`, { mode: 0o600 });
    writeFileSync(html, htmlOf(subjectDocument(access)), { mode: 0o600 });
    process.stderr.write(`${flags.output}, ${html}: ${access.accounts.length} cuenta(s)\n`);
  });

/** Prints the persons whom nothing keeps any more. */
export const retentionDue = (flags: PersonFlags): Promise<void> =>
  withPrivacy(flags, async ({ privacy, tenant, at }) => {
    let count = 0;
    for await (const { personId, accounts } of privacy.retentionDue(tenant, at)) {
      count += 1;
      tell(flags, { personId, accounts }, [`${personId}  cuentas ${accounts.join(', ')}`]);
    }
    process.stderr.write(`${count} persona(s) cuya conservación terminó\n`);
  });

/** As data: times are ISO 8601, days are local dates. */
const statusData = ({ erasedAt, holds, refusals, ...status }: ErasureStatus) => ({
  ...status,
  ...(erasedAt !== undefined && { erasedAt: isoFromInstant(erasedAt) }),
  holds: holds.map((hold) => ({ ...hold, at: isoFromInstant(hold.at) })),
  refusals: refusals.map(refusalData),
});

const refusalData = (refusal: ErasureRefusal) =>
  refusal.reason === 'retention' ? { ...refusal, until: isoFromDay(refusal.until) } : refusal;

function statusWords({ personId, erasedAt, refusals, holds }: ErasureStatus): string[] {
  if (erasedAt !== undefined) return [`La persona ${personId} se borró el ${isoFromInstant(erasedAt)}.`];
  const orders = holds.map(
    ({ id, reason, by, at }) => `  orden ${id}: ${reason}, de ${by}, ${isoFromInstant(at)}`,
  );
  if (refusals.length === 0) return [`La persona ${personId} puede borrarse.`];
  return [`La persona ${personId} no puede borrarse:`, ...refusals.map(refusalWords), ...orders];
}

function refusalWords(refusal: ErasureRefusal): string {
  switch (refusal.reason) {
    case 'legal_hold':
      return `  hay una orden de conservación vigente: ${refusal.holds.join(', ')}`;
    case 'open_account':
      return `  la cuenta ${refusal.account} está ${outcomeWords[refusal.outcome]}`;
    case 'retention': {
      const { account, rule, cite, es, until } = refusal;
      const from = isoFromDay(until + 1);
      return `  la cuenta ${account} se conserva por ${rule} (${cite}): ${es} Podrá borrarse desde el ${from}.`;
    }
  }
}

interface Work {
  readonly system: OpenSystem;
  readonly privacy: Privacy;
  readonly tenant: string;
  readonly at: Instant;
}

async function withPrivacy(
  { tenant, on }: { readonly tenant?: string; readonly on?: string | undefined },
  work: (work: Work) => Promise<void>,
): Promise<void> {
  const at = on === undefined ? Date.now() : dayFromIso(on) * DAY_MS + DAY_MS / 2;
  const system = await openSystem();
  try {
    const bucket = process.env['RECOBRO_LETTERS_BUCKET'];
    const removeLetter =
      bucket === undefined ? undefined : createLetterRemover({ s3: new S3Client({}), bucket });
    const privacy = createPrivacy({
      store: system.store,
      law: loadLaw(),
      ...(removeLetter && { removeLetter }),
    });
    await work({ system, privacy, tenant: tenant ?? system.tenant, at });
  } finally {
    await system.close();
  }
}

const tell = ({ json }: PersonFlags, data: object, words: readonly string[]): void =>
  void process.stdout.write(json ? `${JSON.stringify(data)}\n` : `${words.join('\n')}\n`);
