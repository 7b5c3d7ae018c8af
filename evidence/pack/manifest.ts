import { createHash } from 'node:crypto';
import { canonicalJson } from '../../domain/ledger';
import type { Entry } from '../archive/zip';
import { entryOf, readZip, writeZip } from '../archive/zip';
import type { Signer, Software } from '../ports';
import type { SignatureNote } from '../signature';
import { isSignedBy, noteOf } from '../signature';

export const MANIFEST_PATH = 'manifest.json';
/** Packs of format 1 had one bundle for all runs; {@link manifestIn} reads them as one build. */
const FORMAT = 'recobro-evidence/2';
export const SIGNATURE_PATH = 'manifest.sig';

/** One file of a pack. `stored`: as its bytes stand in the archive, compressed or not. */
export interface PackFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
  readonly stored: { readonly method: Entry['method']; readonly size: number; readonly sha256: string };
}

export type PackSubject =
  | { readonly kind: 'account'; readonly id: string }
  | { readonly kind: 'person'; readonly id: string }
  /** Local dates in UTC, both inclusive. */
  | { readonly kind: 'period'; readonly from: string; readonly to: string };

/** A build that ran cases of the pack, and whose workflow bundle is in it. */
export interface PackBuild {
  readonly buildId: string;
  readonly version: string;
  readonly commit?: string;
  /** Temporal SDK with which the bundle was made and replays. */
  readonly sdk: string;
  /** Release of its time-zone data. */
  readonly zones: string;
  /** Path of the bundle, Brotli-compressed. */
  readonly bundle: string;
}

export interface PackNote {
  readonly tenant: string;
  readonly subject: PackSubject;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** Who asked for it, as an opaque id. */
  readonly madeBy: string;
  readonly accounts: readonly string[];
  readonly persons: readonly string[];
  /** Release of the time-zone data with which the pack was written. */
  readonly zones: string;
  /** What made the pack; what ran the cases are the builds. */
  readonly software: Software;
  /** Ascending by id. */
  readonly builds: readonly PackBuild[];
}

export interface Manifest extends PackNote {
  readonly format: 'recobro-evidence/1' | typeof FORMAT;
  readonly files: readonly PackFile[];
  readonly signature: SignatureNote;
}

/** Writes a pack: the manifest, its signature, and the files in the order given. */
export async function writePack(note: PackNote, files: readonly Entry[], signer: Signer): Promise<Buffer> {
  const manifest: Manifest = {
    format: FORMAT,
    ...note,
    files: files.map(packFileOf),
    signature: noteOf(signer),
  };
  const bytes = Buffer.from(canonicalJson(manifest));
  const signature = await signer.sign(bytes);
  return writeZip([
    entryOf(MANIFEST_PATH, bytes, 'store'),
    entryOf(SIGNATURE_PATH, signature, 'store'),
    ...files,
  ]);
}

const packFileOf = ({ path, method, stored, content }: Entry): PackFile => ({
  path,
  size: content.length,
  sha256: hashOf(content),
  stored: { method, size: stored.length, sha256: hashOf(stored) },
});

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Something that is wrong with the pack as a file, and where. */
export interface PackFault {
  readonly check: 'container' | 'signature' | 'files';
  readonly place: string;
  /** In Spanish. */
  readonly message: string;
}

export interface OpenedPack {
  readonly manifest?: Manifest;
  readonly files: ReadonlyMap<string, Buffer>;
  /** Empty = every byte of the file is as it was signed. */
  readonly faults: readonly PackFault[];
}

/** Opens a pack and binds every byte of it to the signature: archive → entries → manifest → key. */
export function openPack(file: Buffer): OpenedPack {
  const entries = readable(file);
  if ('faults' in entries) return { files: new Map(), faults: entries.faults };
  const [manifestEntry, signatureEntry, ...others] = entries.list;
  const manifest = manifestEntry?.path === MANIFEST_PATH ? manifestIn(manifestEntry) : undefined;
  if (!manifest || signatureEntry?.path !== SIGNATURE_PATH)
    return {
      files: new Map(),
      faults: [fault('container', MANIFEST_PATH, 'no es el manifiesto de un expediente de Recobro')],
    };
  const { publicKey } = manifest.signature;
  const isSigned = isSignedBy(publicKey, manifestEntry?.content ?? Buffer.alloc(0), signatureEntry.content);
  const faults = [
    ...(isSigned ? [] : [fault('signature', SIGNATURE_PATH, 'la firma no corresponde al manifiesto')]),
    ...fileFaults(manifest, others),
  ];
  return { manifest, files: new Map(others.map(({ path, content }) => [path, content])), faults };
}

function readable(
  file: Buffer,
): { readonly list: readonly Entry[] } | { readonly faults: readonly PackFault[] } {
  try {
    return { list: readZip(file) };
  } catch (error) {
    const place = error instanceof Error && 'details' in error ? offsetIn(error.details) : '';
    return { faults: [fault('container', place, 'el archivo fue alterado o está dañado')] };
  }
}

const offsetIn = (details: unknown): string =>
  typeof details === 'object' && details !== null && 'offset' in details
    ? `byte ${String(details.offset)}`
    : '';

function manifestIn({ content }: Entry): Manifest | undefined {
  try {
    const manifest: unknown = JSON.parse(content.toString('utf8'));
    if (!isManifest(manifest)) return undefined;
    // One that was not written by writePack has no valid signature.
    return manifest.format === FORMAT ? (manifest as Manifest) : fromFormat1(manifest as ManifestOfFormat1);
  } catch {
    return undefined;
  }
}

type ManifestOfFormat1 = Omit<Manifest, 'software' | 'builds'> & {
  readonly build: Software & { readonly buildId: string; readonly bundle: string };
  readonly sdk: string;
};

function fromFormat1({ build, sdk, ...manifest }: ManifestOfFormat1): Manifest {
  const { version, commit } = build;
  const software = { version, ...(commit !== undefined && { commit }) };
  return { ...manifest, software, builds: [{ ...build, sdk, zones: manifest.zones }] };
}

const isManifest = (value: unknown): value is { readonly format: string } =>
  typeof value === 'object' &&
  value !== null &&
  'format' in value &&
  (value.format === 'recobro-evidence/1' || value.format === FORMAT) &&
  'files' in value &&
  Array.isArray(value.files) &&
  'signature' in value;

/** The archive holds the files of the manifest, in its order, and nothing else. */
function fileFaults({ files }: Manifest, entries: readonly Entry[]): PackFault[] {
  const faults: PackFault[] = [];
  const length = Math.max(files.length, entries.length);
  for (let index = 0; index < length; index += 1) {
    const [named, entry] = [files[index], entries[index]];
    const place = named?.path ?? entry?.path ?? '';
    if (!named || !entry || named.path !== entry.path)
      faults.push(fault('files', place, 'el archivo no es el que nombra el manifiesto'));
    else if (JSON.stringify(packFileOf(entry)) !== JSON.stringify(ordered(named)))
      faults.push(fault('files', place, 'el contenido no corresponde a su huella'));
  }
  return faults;
}

/** In the order in which `packFileOf` writes them; the manifest's own members are sorted. */
const ordered = ({ path, size, sha256, stored }: PackFile): PackFile => ({
  path,
  size,
  sha256,
  stored: { method: stored.method, size: stored.size, sha256: stored.sha256 },
});

const fault = (check: PackFault['check'], place: string, message: string): PackFault => ({
  check,
  place,
  message,
});
