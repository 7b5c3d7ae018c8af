import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerEntry } from '../../domain/ledger';
import { chain, EMPTY_LEDGER } from '../../domain/ledger';
import { instantFromIso } from '../../domain/time/calendar';
import type { AccountContent, PackContent } from '../../evidence/pack/content';
import { contentOf, filesOf } from '../../evidence/pack/files';
import type { Manifest } from '../../evidence/pack/manifest';
import { openPack, writePack } from '../../evidence/pack/manifest';
import { paths } from '../../evidence/pack/paths';
import { temporarySigner } from '../../evidence/signature';
import { sha256Hex } from '../../store/store';

/** The pack of a case of the demo, as version 1 of Recobro wrote it: packs must stay verifiable. */
export const PACK_V1 = join(__dirname, '..', 'fixtures', 'evidence', 'pack-v1.zip');

export const packV1 = (): Buffer => readFileSync(PACK_V1);

export function contentV1(): { manifest: Manifest; content: PackContent } {
  const { manifest, files } = openPack(packV1());
  return { manifest: manifest!, content: contentOf(manifest!, files) };
}

type Change = (content: PackContent) => PackContent;

/** The pack with other content, signed by somebody: what only the checks of the content can find. */
export async function forged(change: Change): Promise<Buffer> {
  const { manifest, content } = contentV1();
  const { format: _format, files: _files, signature: _signature, ...note } = manifest;
  const builds = note.builds.map((build) => ({ ...build, bundle: paths.bundle(build.buildId) }));
  return writePack({ ...note, builds }, filesOf(change(content)), temporarySigner());
}

/** The change for the account that the pack is about. */
export const inSubject =
  (change: (account: AccountContent) => AccountContent): Change =>
  (content) => ({
    ...content,
    accounts: content.accounts.map((account) => (account.note.isSubject ? change(account) : account)),
  });

/** Another ledger whose chain is whole: written anew by somebody who can write. */
export const rewritten = (change: (entries: readonly LedgerEntry[]) => readonly LedgerEntry[]): Change =>
  inSubject((account) => {
    // Chained one by one, because each has a context of its own.
    const linked: LedgerEntry[] = [];
    for (const entry of change(account.ledger)) linked.push(...link(linked.at(-1), entry));
    const head = linked.at(-1)!;
    const note = { ...account.note, ledger: { seq: head.seq, hash: head.hash } };
    return { ...account, note, ledger: linked, seals: [] };
  });

/** The entry as it would stand behind another: linked and hashed anew. */
export const rechained = (before: LedgerEntry, entry: LedgerEntry): LedgerEntry => link(before, entry)[0]!;

function link(before: LedgerEntry | undefined, entry: LedgerEntry): LedgerEntry[] {
  const { strategyVersion, lawVersion, workflowId, runId, type, actor, facts } = entry;
  const context = { strategyVersion, lawVersion, workflowId, runId };
  const draft = { at: instantFromIso(entry.at), type, actor, facts };
  return chain(before ?? EMPTY_LEDGER, [draft], context, sha256Hex);
}
