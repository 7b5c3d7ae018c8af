import { createHash } from 'node:crypto';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { RecobroError } from '../../domain/errors';
import { canonicalJson } from '../../domain/ledger';
import type { Strategy } from '../../domain/strategy';
import { strategyHash } from '../../policy/strategy/hash';
import type { LawShelf } from '../export/law-texts';
import type { TemplateShelf } from '../export/template-files';
import type { EvidenceArchive } from '../ports';
import { withoutSourceMap } from '../replay/bundle';

/** A released build: whatever its cases are decided and written with. */
export interface Release extends LawShelf {
  /** As the worker deployments name it. */
  readonly buildId: string;
  readonly version: string;
  /** Of the source, where it is known. */
  readonly commit?: string;
  /** Temporal SDK with which the bundle was made and replays. */
  readonly sdk: string;
  /** Release of the time-zone data. */
  readonly zones: string;
  /** The workflow bundle, with or without its source map. */
  readonly code: string;
  readonly templates: readonly TemplateShelf[];
  readonly strategies: readonly Strategy[];
}

/** What the archive says of a build; the parts lie under their own names, each once for all builds that have it. */
export interface BuildNote extends Pick<Release, 'buildId' | 'version' | 'commit' | 'sdk' | 'zones'> {
  readonly format: 'recobro-build/1';
  /** SHA-256 of the bundle without its source map. */
  readonly bundle: string;
  readonly packs: readonly string[];
  readonly calendars: readonly string[];
  readonly templates: readonly string[];
  readonly strategies: readonly string[];
}

/** A build as it comes back from the archive. */
export interface KeptBuild {
  readonly note: BuildNote;
  readonly code: string;
}

export const buildKeys = {
  note: (buildId: string) => `builds/notes/${encodeURIComponent(buildId)}.json`,
  bundle: (sha256: string) => `builds/bundles/${sha256}.js.br`,
  pack: (name: string) => `builds/packs/${encodeURIComponent(name)}.yaml`,
  calendar: (name: string) => `builds/calendars/${encodeURIComponent(name)}.json`,
  templates: (version: string) => `builds/templates/${version}.json`,
  strategy: (hash: string) => `builds/strategies/${hash}.json`,
} as const;

/** Half a second for a bundle of 770 KB; the best quality takes two seconds for a tenth less. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/**
 * Keeps a build for as long as its cases may have to be proved: every part by its content, the note that names them last.
 * A part that is there already stays as it is, so that keeping a build twice changes nothing.
 *
 * @returns False when the build was kept already.
 * @throws {RecobroError} `evidence.otherBuild` when other code is kept under the same id.
 */
export async function keepBuild(archive: EvidenceArchive, release: Release): Promise<boolean> {
  const code = Buffer.from(withoutSourceMap(release.code));
  const note = noteOf(release, hashOf(code));
  const known = await readNote(archive, release.buildId);
  if (known) return refuseOther(known, note);
  const put = (key: string, text: string): Promise<boolean> => archive.put(key, Buffer.from(text));
  await archive.put(buildKeys.bundle(note.bundle), brotliCompressSync(code, BROTLI));
  for (const [name, text] of release.packs) await put(buildKeys.pack(name), text);
  for (const [name, text] of release.calendars) await put(buildKeys.calendar(name), text);
  for (const { version, files } of release.templates)
    await put(buildKeys.templates(version), canonicalJson(files));
  for (const strategy of release.strategies)
    await put(buildKeys.strategy(strategyHash(strategy)), canonicalJson(strategy));
  if (await put(buildKeys.note(release.buildId), canonicalJson(note))) return true;
  const other = await readNote(archive, release.buildId);
  return other ? refuseOther(other, note) : false;
}

function noteOf(release: Release, bundle: string): BuildNote {
  const { buildId, version, commit, sdk, zones } = release;
  return {
    format: 'recobro-build/1',
    ...{ buildId, version, ...(commit !== undefined && { commit }), sdk, zones, bundle },
    packs: [...release.packs.keys()].sort(),
    calendars: [...release.calendars.keys()].sort(),
    templates: release.templates.map((shelf) => shelf.version).sort(),
    strategies: release.strategies.map(strategyHash).sort(),
  };
}

function refuseOther(known: BuildNote, { buildId, bundle }: BuildNote): false {
  if (known.bundle === bundle) return false;
  const message = `Cannot keep build ${buildId}: the archive has other code under this id (SHA-256 ${known.bundle}, not ${bundle}); give the new build an id of its own`;
  throw new RecobroError('evidence.otherBuild', message, { buildId, kept: known.bundle, given: bundle });
}

/** A build from the archive; undefined when it was never kept. @throws {RecobroError} `evidence.damagedBuild` */
export async function readBuild(archive: EvidenceArchive, buildId: string): Promise<KeptBuild | undefined> {
  const note = await readNote(archive, buildId);
  const bytes = note && (await archive.get(buildKeys.bundle(note.bundle)));
  if (!note || !bytes) return undefined;
  const code = brotliDecompressSync(bytes);
  if (hashOf(code) === note.bundle) return { note, code: code.toString('utf8') };
  const message = `Cannot use the code of build ${buildId}: what the archive has is not what was kept; restore ${buildKeys.bundle(note.bundle)}`;
  throw new RecobroError('evidence.damagedBuild', message, { buildId });
}

async function readNote(archive: EvidenceArchive, buildId: string): Promise<BuildNote | undefined> {
  const bytes = await archive.get(buildKeys.note(buildId));
  // Written by keepBuild, and never written over.
  return bytes && (JSON.parse(bytes.toString('utf8')) as BuildNote);
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
