import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { version } from '../package.json';
import { version as sdkVersion } from '@temporalio/worker/package.json';
import { ZONES_VERSION } from '../domain/time/zone-data';
import { loadStrategy } from '../policy/strategy/parse';
import { readLawShelf } from '../evidence/export/law-texts';
import { readTemplateShelf } from '../evidence/export/template-files';
import type { Software } from '../evidence/ports';
import type { Release } from '../evidence/builds/kept';

const ROOT = join(__dirname, '..');

/** This software, as packs name it. */
export function softwareHere(env: Readonly<Record<string, string | undefined>>): Software {
  const commit = env['RECOBRO_COMMIT'];
  return { version, ...(commit !== undefined && { commit }) };
}

export interface ReleaseWish {
  readonly buildId: string;
  /** The workflow bundle. */
  readonly code: string;
  readonly software: Software;
  /** Folders of rule packs besides the product's own. */
  readonly packsDirs?: readonly string[];
}

/** What lies in this checkout besides the bundle: law, templates and strategies. */
export const shelvesHere = (packsDirs: readonly string[] = []) => ({
  law: readLawShelf({ packsDirs }),
  templates: [readTemplateShelf(join(ROOT, 'messages'))],
});

/** The build that this checkout is. @throws {RecobroError} `strategy.invalid`, `template.invalid` */
export function releaseHere({ buildId, code, software, packsDirs = [] }: ReleaseWish): Release {
  const { law, templates } = shelvesHere(packsDirs);
  const folder = join(ROOT, 'strategies');
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return {
    ...software,
    ...law,
    ...{ buildId, code, templates, zones: ZONES_VERSION },
    sdk: `@temporalio/worker ${sdkVersion}`,
    strategies: files.map((name) => loadStrategy(join(folder, name))),
  };
}
