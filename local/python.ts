import { join } from 'node:path';
import { RecobroError } from '../domain/errors';
import { installOnce } from './install';
import type { Run } from './run';

/** The names under which a Python that is new enough is looked for, the best first. */
export const PYTHON_NAMES = [
  'python3',
  'python3.13',
  'python3.12',
  'python3.14',
  'python3.11',
  'python3.10',
] as const;

const OLDEST_MINOR = 10;
const INSTALL_PYTHON =
  'apt-get install -y python3 python3-venv (Debian, Ubuntu), dnf install python3 (Fedora) or brew install python@3.12 (macOS)';

/**
 * The first Python ≥ 3.10 that really runs; a name alone proves nothing, since version managers put names of versions
 * into the PATH that are not active.
 *
 * @throws {RecobroError} `local.missing`
 */
export async function findPython(run: Run, wantedFor: string): Promise<string> {
  for (const name of PYTHON_NAMES) {
    const { ok, output } = await run(name, ['--version'], { timeoutMs: 60_000 });
    const minor = Number(/^Python 3\.(\d+)/m.exec(output)?.[1] ?? 0);
    if (ok && minor >= OLDEST_MINOR) return name;
  }
  const message = `Cannot install ${wantedFor}: no Python 3.${OLDEST_MINOR} or newer in the PATH; run ${INSTALL_PYTHON}`;
  throw new RecobroError('local.missing', message, { what: 'python3', install: INSTALL_PYTHON });
}

export interface PythonPackages {
  /** Named in messages and progress lines. */
  readonly name: string;
  /** The directory to fill, a virtual environment. Its name holds the version. */
  readonly target: string;
  /** Exact requirements, such as `ministack==1.5.33`; or the file that names all of them with their hashes. */
  readonly requirements: readonly string[] | { readonly lockFile: string };
}

/**
 * Installs Python packages into a virtual environment of the cache, unless they are there.
 *
 * @returns The directory with the environment's programs.
 * @throws {RecobroError} `local.missing` without Python or its venv module, `local.installFailed` when pip fails.
 */
export async function installPythonPackages(
  run: Run,
  { name, target, requirements }: PythonPackages,
  progress: (line: string) => void,
): Promise<string> {
  await installOnce(target, async (directory) => {
    const python = await findPython(run, name);
    progress(`installing ${name}…`);
    const venv = await run(python, ['-m', 'venv', directory]);
    if (!venv.ok) throw noVenv(name, python);
    const pip = [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--no-input',
      '--disable-pip-version-check',
      ...argumentsOf(requirements),
    ];
    const installed = await run(join(directory, 'bin', 'python'), pip);
    if (!installed.ok) throw installFailed(name, argumentsOf(requirements), installed.output);
  });
  return join(target, 'bin');
}

const argumentsOf = (requirements: PythonPackages['requirements']): readonly string[] =>
  'lockFile' in requirements ? ['--require-hashes', '-r', requirements.lockFile] : requirements;

function noVenv(name: string, python: string): RecobroError {
  const install = 'apt-get install -y python3-venv';
  const message = `Cannot install ${name}: ${python} -m venv fails; on Debian and Ubuntu run ${install}`;
  return new RecobroError('local.missing', message, { what: 'python3-venv', install });
}

function installFailed(what: string, requirements: readonly string[], output: string): RecobroError {
  const reason = output.split('\n').slice(-3).join('\n');
  const message = `Cannot install ${what}: pip install ${requirements.join(' ')} failed; check the network or pip's index, then try again\n${reason}`;
  return new RecobroError('local.installFailed', message, { what, reason });
}
