import { RecobroError } from '../../domain/errors';
import { ZONES_VERSION } from '../../domain/time/zone-data';
import type { Instant } from '../../domain/time/calendar';
import { isoFromInstant } from '../../domain/time/calendar';
import { recordAccess } from '../../store/access';
import { entryOf } from '../archive/zip';
import type { Entry } from '../archive/zip';
import { filesOf } from '../pack/files';
import type { PackNote, PackSubject } from '../pack/manifest';
import { writePack } from '../pack/manifest';
import { paths } from '../pack/paths';
import type { Signer } from '../ports';
import type { EvidenceStore, Sources } from './collect';
import { collect } from './collect';
import { documentOf } from './document';
import { htmlOf } from './html';
import { pdfOf } from './pdf';
import { README_TEXT } from './readme';

export interface ExportWish {
  readonly tenant: string;
  /** An account, or else a person, by id. */
  readonly id?: string;
  /** UTC dates, both inclusive: every account with an entry in the ledger in between. */
  readonly period?: { readonly from: string; readonly to: string };
  /** Who asks, as an opaque id: it stands in the pack and in the ledgers. */
  readonly by: string;
  readonly now: Instant;
}

export interface ExportedPack {
  readonly file: Buffer;
  readonly subject: PackSubject;
  readonly accounts: readonly string[];
  /** Builds that ran cases of the pack and whose code is in no archive: their runs cannot be replayed. */
  readonly missingBuilds: readonly string[];
}

/**
 * Makes an evidence pack. That it was made is written into the ledger of every account first, because it lets somebody read
 * personal data.
 *
 * @throws {RecobroError} `evidence.unknown` when nothing is known under the id or of the period.
 */
export async function exportPack(sources: Sources, wish: ExportWish, signer: Signer): Promise<ExportedPack> {
  const { tenant, by, now } = wish;
  const { subject, accounts } = await subjectOf(sources.store, wish);
  for (const accountId of accounts)
    await recordAccess(sources.store, { tenant, accountId, by, at: now, what: 'evidence_pack' });
  const { content, builds, missingBuilds } = await collect(sources, { tenant, accounts });
  const note: PackNote = {
    tenant,
    subject,
    madeAt: isoFromInstant(now),
    madeBy: by,
    accounts: content.accounts.map((account) => account.note.accountId),
    persons: content.persons.map(({ id }) => id),
    zones: ZONES_VERSION,
    software: sources.software,
    builds,
  };
  const document = documentOf(note, content);
  const read: Entry[] = [
    entryOf(paths.readme, Buffer.from(README_TEXT)),
    entryOf(paths.html, Buffer.from(htmlOf(document))),
    entryOf(paths.pdf, await pdfOf(document, now)),
  ];
  const file = await writePack(note, [...read, ...filesOf(content)], signer);
  return { file, subject, accounts, missingBuilds };
}

type Subject = Pick<ExportedPack, 'subject' | 'accounts'>;

async function subjectOf(store: EvidenceStore, { tenant, id, period }: ExportWish): Promise<Subject> {
  const found = id === undefined ? undefined : await byId(store, tenant, id);
  const dated = id === undefined && period ? await byPeriod(store, tenant, period) : undefined;
  const subject = found ?? dated;
  if (subject && subject.accounts.length > 0) return subject;
  const what = id ?? (period ? `${period.from} – ${period.to}` : '');
  const message = `Cannot make evidence of ${what}: tenant ${tenant} has no such account or person and no account with entries then; mind the spelling, or name the tenant with --tenant`;
  throw new RecobroError('evidence.unknown', message, { subject: what, tenant });
}

async function byId(store: EvidenceStore, tenant: string, id: string): Promise<Subject | undefined> {
  const account = await store.getAccount({ tenant, accountId: id });
  if (account) return { subject: { kind: 'account', id }, accounts: [id] };
  const person = await store.getPerson({ tenant, personId: id });
  return (
    person && { subject: { kind: 'person', id: person.person.id }, accounts: [...person.accounts].sort() }
  );
}

const PAGE = 200;

async function byPeriod(
  store: EvidenceStore,
  tenant: string,
  { from, to }: { from: string; to: string },
): Promise<Subject> {
  const accounts: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.listAccounts({ tenant, limit: PAGE, cursor });
    for (const { accountId } of page.items) {
      const ledger = await store.readLedger({ tenant, accountId });
      if (ledger.some(({ at }) => at.slice(0, 10) >= from && at.slice(0, 10) <= to)) accounts.push(accountId);
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return { subject: { kind: 'period', from, to }, accounts: accounts.sort() };
}
