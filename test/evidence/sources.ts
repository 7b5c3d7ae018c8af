import type { BuildNote } from '../../evidence/builds/kept';
import type { Sources } from '../../evidence/export/collect';
import type { AccountContent, PackContent } from '../../evidence/pack/content';
import { contentV1 } from './packs';

/** What an export reads, as the system would have given it when the pack of version 1 was made. */
export function sourcesV1(change: (content: PackContent) => PackContent = (content) => content) {
  const { manifest, content: original } = contentV1();
  const content = change(original);
  const accounts = new Map(content.accounts.map((account) => [account.note.accountId, account]));
  const of = ({ accountId }: { accountId: string }): AccountContent | undefined => accounts.get(accountId);
  const appended: unknown[] = [];
  const store = {
    getAccount: async (ref: { accountId: string }) => {
      const account = of(ref);
      return account && { ...account.note, ledger: account.note.ledger };
    },
    getPerson: async ({ personId }: { personId: string }) => {
      const person = content.persons.find(({ id }) => id === personId);
      return (
        person && {
          person: { ...person, name: 'Bruno', addresses: {}, contacts: [] },
          accounts: person.accounts,
        }
      );
    },
    listAccounts: async () => ({ items: content.accounts.map(({ note }) => note) }),
    readLedger: async (ref: { accountId: string }) => of(ref)?.ledger ?? [],
    listAttempts: async (ref: { accountId: string }) => of(ref)?.attempts ?? [],
    factsAfter: async (ref: { accountId: string }) => of(ref)?.facts ?? [],
    readBody: async (_: unknown, hash: string) => content.messages.get(hash),
    appendEntries: async (entries: unknown) => void appended.push(entries),
  };
  const build = manifest.builds[0]!;
  const note: BuildNote = {
    format: 'recobro-build/1',
    ...{ bundle: '', packs: [], calendars: [], templates: [], strategies: [] },
    ...{ buildId: build.buildId, version: build.version, sdk: build.sdk, zones: build.zones },
  };
  const sources: Sources = {
    store: store as never, // what an export reads of it
    histories: {
      runsOf: async (workflowId) => {
        const runs = content.accounts.find((account) => account.note.workflowId === workflowId)?.runs ?? [];
        return { runs, missing: [] };
      },
    },
    shelves: {
      build: async (id) => {
        const code = content.bundles.get(id);
        return code === undefined ? undefined : { note, code };
      },
      pack: async (name) => content.packs.get(name),
      calendar: async (name) => content.calendars.get(name),
      templates: async (version) => content.templates.get(version),
      strategy: async (hash) => content.strategies.get(hash),
    },
    software: { version: '9.9.9' },
    seals: [],
  };
  return { sources, appended };
}
