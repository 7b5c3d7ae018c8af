import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FindLawbook } from '../../../local/scenario/core';
import type { Story } from '../../../local/scenario/load';
import { isScenarioFile, loadStories } from '../../../local/scenario/load';
import { loadLaw } from '../../../policy/law/library';

export const scenariosDir = join(__dirname, '..', '..', 'fixtures', 'scenarios');
export const packsDir = join(scenariosDir, 'packs');

/** Scenario files by theme, the name of the file; `own/` holds those beyond the shared ones. */
export const themes: readonly string[] = ['', 'own/'].flatMap((folder) =>
  readdirSync(join(scenariosDir, folder))
    .filter((name) => name.endsWith('.yaml') && isScenarioFile(join(scenariosDir, folder, name)))
    .map((name) => `${folder}${name.replace('.yaml', '')}`),
);

export const storiesOf = (theme: string): Story[] => loadStories(join(scenariosDir, `${theme}.yaml`));

export const law = loadLaw({ packsDirs: [packsDir] });

export const lawbookOf: FindLawbook = (place) => (law.has(place) ? law.lawbook(place) : null);
