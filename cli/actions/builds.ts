import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RecobroError } from '../../domain/errors';
import { EVIDENCE_BUCKET_VARIABLE } from '../../evidence/aws/s3-archive';
import { releaseHere, softwareHere } from '../../local/release';
import { folderArchive } from '../../evidence/builds/folder-archive';
import { keepBuild, readBuild } from '../../evidence/builds/kept';
import type { EvidenceArchive } from '../../evidence/ports';
import { buildIdOf } from '../../infra/constructs/worker-package';
import { bundleWorkflows } from '../../worker/bundle';
import { evidenceArchive } from './evidence-sources';

export interface KeepFlags {
  readonly package?: string;
  readonly to?: string;
}

/** Keeps a build in the archive, or in a folder: this checkout's own build unless another id is given. */
export async function keepBuildNow(build: string | undefined, flags: KeepFlags): Promise<void> {
  const archive = flags.to === undefined ? await evidenceArchive() : folderArchive(flags.to);
  if (!archive) throw noArchive();
  const buildId = build ?? buildIdOf();
  const isNew = await keep(archive, buildId, flags.package);
  process.stdout.write(`Build ${buildId}: ${isNew ? 'guardado' : 'ya estaba guardado'}.\n`);
}

/**
 * Makes sure that a build that is about to run can be replayed later: it is kept already, or it is this checkout and is
 * kept now.
 *
 * @returns False when the environment names no archive.
 * @throws {RecobroError} `evidence.unknownBuild` when it is another checkout's, `evidence.otherBuild`.
 */
export async function ensureKept(buildId: string): Promise<boolean> {
  const archive = await evidenceArchive();
  if (!archive) return false;
  if (await readBuild(archive, buildId)) return true;
  const checkout = buildIdOf();
  if (checkout === buildId) {
    await keep(archive, buildId, undefined);
    return true;
  }
  const message = `Cannot promote build ${buildId}: its code is not in the archive, so that its cases could not be proved, and this checkout is build ${checkout}; check out the commit of ${buildId}, or run recobro evidence keep there`;
  throw new RecobroError('evidence.unknownBuild', message, { buildId, checkout });
}

async function keep(archive: EvidenceArchive, buildId: string, folder: string | undefined): Promise<boolean> {
  const code =
    folder === undefined
      ? (await bundleWorkflows()).code
      : readFileSync(join(folder, 'workflows.js'), 'utf8');
  return keepBuild(archive, releaseHere({ buildId, code, software: softwareHere(process.env) }));
}

function noArchive(): RecobroError<'evidence.noArchive'> {
  const message = `Cannot keep the build: set ${EVIDENCE_BUCKET_VARIABLE} to the bucket with Object Lock, or name a folder with --to`;
  return new RecobroError('evidence.noArchive', message, { variable: EVIDENCE_BUCKET_VARIABLE });
}
