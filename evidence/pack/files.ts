import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { canonicalJson } from '../../domain/ledger';
import type { Strategy } from '../../domain/strategy';
import type { Entry } from '../archive/zip';
import { entryOf, LARGEST } from '../archive/zip';
import type { Run } from '../ports';
import { historyFromText, historyToText } from '../replay/history-text';
import type { AccountContent, EvidencePerson, PackContent } from './content';
import type { Manifest } from './manifest';
import { paths } from './paths';

/** Half a second and 128 KB for a bundle of 770 KB; the best quality takes two seconds for a tenth less. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** The files of a pack's content, in their order. */
export function filesOf(content: PackContent): Entry[] {
  const { accounts, persons, messages, packs, calendars, strategies, templates, bundles } = content;
  return [
    ...accounts.flatMap(accountFiles),
    ...persons.map((person) => jsonFile(paths.person(person.id), person)),
    ...sorted(messages).map(([hash, body]) => textFile(paths.message(hash), body)),
    ...sorted(packs).map(([name, text]) => textFile(paths.pack(name), text)),
    ...sorted(calendars).map(([name, text]) => textFile(paths.calendar(name), text)),
    ...sorted(strategies).map(([hash, strategy]) => jsonFile(paths.strategy(hash), strategy)),
    ...sorted(templates).map(([version, files]) => jsonFile(paths.templates(version), files)),
    ...sorted(bundles).map(([buildId, code]) =>
      entryOf(paths.bundle(buildId), brotliCompressSync(code, BROTLI), 'store'),
    ),
  ];
}

function accountFiles({ note, ledger, facts, attempts, runs, seals }: AccountContent): Entry[] {
  const { accountId } = note;
  const own = [
    jsonFile(paths.account(accountId), note),
    textFile(paths.ledger(accountId), ledger.map((entry) => `${canonicalJson(entry)}\n`).join('')),
    jsonFile(paths.seals(accountId), seals),
  ];
  if (!note.isSubject) return own;
  return [
    ...own,
    jsonFile(paths.attempts(accountId), attempts),
    jsonFile(paths.facts(accountId), facts),
    ...runs.map(({ runId, history }, index) =>
      textFile(paths.history(accountId, index + 1, runId), historyToText(history)),
    ),
  ];
}

const sorted = <T>(map: ReadonlyMap<string, T>): [string, T][] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1));

const textFile = (path: string, text: string): Entry => entryOf(path, Buffer.from(text));
const jsonFile = (path: string, value: unknown): Entry => textFile(path, canonicalJson(value));

/**
 * Reads a pack's content back. Call it on a pack without faults only: what it holds was written by {@link filesOf}, or
 * else by somebody who has the signing key, and then the checks say what does not fit.
 */
export function contentOf(manifest: Manifest, files: ReadonlyMap<string, Buffer>): PackContent {
  const read = new Reader(files);
  return {
    accounts: manifest.accounts.map((account) => accountOf(read, account)),
    persons: manifest.persons.map((id) => read.json<EvidencePerson>(paths.person(id))),
    messages: read.texts('mensajes/', '.json'),
    packs: read.texts('ley/paquetes/', '.yaml'),
    calendars: read.texts('ley/calendarios/', '.json'),
    strategies: parsed<Strategy>(read.texts('estrategias/', '.json')),
    templates: parsed<Readonly<Record<string, string>>>(read.texts('plantillas/', '.json')),
    bundles: new Map(manifest.builds.map(({ buildId, bundle }) => [buildId, codeIn(files.get(bundle))])),
  };
}

const codeIn = (bytes: Buffer | undefined): string =>
  brotliDecompressSync(bytes ?? Buffer.alloc(0), { maxOutputLength: LARGEST }).toString('utf8');

function accountOf(read: Reader, account: string): AccountContent {
  const note = read.json<AccountContent['note']>(paths.account(account));
  return {
    note,
    ledger: read.lines(paths.ledger(account)),
    seals: read.json(paths.seals(account)),
    facts: note.isSubject ? read.json(paths.facts(account)) : [],
    attempts: note.isSubject ? read.json(paths.attempts(account)) : [],
    runs: read.runs(paths.histories(account)),
  };
}

/** Members of the maps are JSON texts. */
const parsed = <T>(texts: ReadonlyMap<string, string>): Map<string, T> =>
  new Map([...texts].map(([name, text]) => [name, JSON.parse(text) as T]));

class Reader {
  constructor(private readonly files: ReadonlyMap<string, Buffer>) {}

  text(path: string): string {
    return this.files.get(path)?.toString('utf8') ?? '';
  }

  // Who asks says what was written there; see contentOf.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  json<T>(path: string): T {
    return JSON.parse(this.text(path)) as T;
  }

  lines<T>(path: string): T[] {
    const lines = this.text(path)
      .split('\n')
      .filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as T);
  }

  texts(folder: string, ending: string): Map<string, string> {
    const inside = [...this.files].filter(([path]) => path.startsWith(folder));
    return new Map(
      inside.map(([path, bytes]) => [
        decodeURIComponent(path.slice(folder.length, -ending.length)),
        bytes.toString('utf8'),
      ]),
    );
  }

  runs(folder: string): Run[] {
    return [...this.texts(folder, '.jsonl')].map(([name, text]) => ({
      runId: name.slice(name.indexOf('-') + 1),
      history: historyFromText(text),
    }));
  }
}
