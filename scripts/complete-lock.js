/**
 * Completes package-lock.json after a dependency has changed. Where a registry does not serve the optional packages of
 * other platforms, npm leaves them out of the lock, and `npm ci` elsewhere refuses it as out of step. This adds them by
 * name, version, system and processor; a second run changes nothing.
 *
 *     node scripts/complete-lock.js [LOCK_FILE]
 */
const { readFileSync, writeFileSync } = require('node:fs');

const SYSTEMS = /darwin|linux|win32|freebsd|openharmony|android/;
const PROCESSORS = /(?<=-)(x64|arm64|ia32|ppc64|s390x|riscv64|loong64|arm)(?![a-z0-9])/;

/** Where npm may have put what the package at `parent` depends on: beside it, or in any folder above. */
function places(parent, name) {
  const found = [];
  for (let folder = parent; ; folder = folder.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$/, '')) {
    found.push(`${folder === '' ? '' : `${folder}/`}node_modules/${name}`);
    if (folder === '') return found;
  }
}

function missingPlatforms(packages) {
  const missing = {};
  for (const [parent, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (places(parent, name).some((place) => packages[place])) continue;
      const system = SYSTEMS.exec(name)?.[0];
      const processor = PROCESSORS.exec(name)?.[0];
      if (!system || !processor) continue;
      const { dev, license } = entry;
      const common = {
        version,
        cpu: [processor],
        ...(dev && { dev }),
        license,
        optional: true,
        os: [system],
      };
      missing[`node_modules/${name}`] = common;
    }
  }
  return missing;
}

function main(file) {
  const lock = JSON.parse(readFileSync(file, 'utf8'));
  const missing = missingPlatforms(lock.packages);
  const byPath = ([a], [b]) => (a < b ? -1 : a > b ? 1 : 0);
  lock.packages = Object.fromEntries(Object.entries({ ...lock.packages, ...missing }).sort(byPath));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${Object.keys(missing).length} platform packages added to ${file}`);
}

main(process.argv[2] ?? 'package-lock.json');
