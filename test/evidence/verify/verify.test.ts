import { temporal } from '@temporalio/proto';
import type { LedgerEntry } from '../../../domain/ledger';
import type { CheckId } from '../../../evidence/verify/findings';
import { checks } from '../../../evidence/verify/findings';
import type { PackContent } from '../../../evidence/pack/content';
import { verifyPack } from '../../../evidence/verify/verify';
import { quietRuntime } from '../../../temporal/quiet-runtime';
import { lookedAt } from '../looks';
import { contentV1, forged, inSubject, packV1, rewritten } from '../packs';

beforeAll(quietRuntime);

type Change = (content: PackContent) => PackContent;

const found = async (file: Buffer): Promise<string[]> => [
  ...new Set((await verifyPack(file)).findings.map(({ check }) => check)),
];

/** The ledger with the facts of its claims (or other entries) changed. */
const withFacts = (
  change: (facts: LedgerEntry['facts']) => LedgerEntry['facts'],
  of = 'touch_claimed',
): Change =>
  rewritten((entries) =>
    entries.map((entry) => (entry.type === of ? { ...entry, facts: change(entry.facts) } : entry)),
  );

const eachBundle = ({ bundles }: PackContent, change: (code: string) => string) =>
  new Map([...bundles].map(([build, code]) => [build, change(code)]));

const firstTouch = ({ accounts }: PackContent): number =>
  accounts.find(({ note }) => note.isSubject)!.ledger.find(({ type }) => type === 'touch_claimed')!.seq;

/** Changes the input of the first sendTouch, wherever it stands, as somebody would who mends a history. */
const mendedHistory: Change = inSubject((account) => ({
  ...account,
  runs: account.runs.map((run) => {
    const history = temporal.api.history.v1.History.fromObject(run.history);
    for (const { activityTaskScheduledEventAttributes: scheduled } of history.events) {
      const [payload] = scheduled?.input?.payloads ?? [];
      if (scheduled?.activityType?.name !== 'sendTouch' || !payload?.data) continue;
      payload.data = Buffer.from(
        Buffer.from(payload.data)
          .toString()
          .replace(/"daysPastDue":(-?\d+)/, '"daysPastDue":7$1'),
      );
      return { ...run, history };
    }
    return run;
  }),
}));

test('the pack of version 1 holds, and every check had something to look at', async () => {
  const { holds, checks: results, findings } = await verifyPack(packV1());
  expect(findings).toEqual([]);
  expect(holds).toBe(true);
  const looked = results.filter(({ examined }) => examined > 0).map(({ check }) => check);
  expect(new Set(looked)).toEqual(new Set(checks.filter((check) => check !== 'key')));
});

test('a pack that was written again from its content holds too', async () => {
  expect(await found(await forged((content) => content))).toEqual([]);
});

test.each<[string, CheckId, Change]>([
  [
    'an entry that was taken out of the ledger',
    'chain',
    inSubject((account) => ({ ...account, ledger: account.ledger.filter(({ seq }) => seq !== 3) })),
  ],
  [
    'an entry that was changed',
    'chain',
    inSubject((account) => ({
      ...account,
      ledger: account.ledger.map((entry) => (entry.seq === 3 ? { ...entry, actor: 'nadie' } : entry)),
    })),
  ],
  [
    'a ledger that ends before a seal',
    'seals',
    inSubject((account) => {
      const ledger = account.ledger.slice(0, 4);
      return { ...account, ledger, note: { ...account.note, ledger: ledger[3]! } };
    }),
  ],
  [
    'a seal of another ledger',
    'seals',
    inSubject((account) => ({
      ...account,
      seals: account.seals.map((one) => ({ ...one, head: { ...one.head, seq: one.head.seq - 1 } })),
    })),
  ],
  [
    'a history that is missing',
    'histories',
    inSubject((account) => ({ ...account, runs: account.runs.slice(1) })),
  ],
  [
    'code that does something else',
    'replay',
    (content) => ({
      ...content,
      bundles: eachBundle(content, (code) =>
        code
          .replaceAll("'sendTouch'", "'sendAgain'")
          .replace(/const \{ sendTouch \}/, 'const { sendAgain: sendTouch }'),
      ),
    }),
  ],
  ['an input that the code does not derive', 'inputs', mendedHistory],
  [
    'a contact that no workflow asked for',
    'journal',
    withFacts((facts) => ({ ...facts, step: 'inventado' })),
  ],
  [
    'an event that no workflow decided',
    'journal',
    withFacts((facts) => ({ ...facts, stage: 'judicial' }), 'stage_changed'),
  ],
  [
    'a contact at night',
    'law',
    rewritten((entries) =>
      entries.map((entry) =>
        entry.type === 'touch_claimed' ? { ...entry, at: entry.at.replace(/T\d\d/, 'T08') } : entry,
      ),
    ),
  ],
  [
    'a message to somebody else than the debtor',
    'law',
    withFacts((facts) => ({ ...facts, law: { ...(facts['law'] as object), recipient: 'employer' } })),
  ],
  [
    'a contact that says it was read more leniently than the workflow asked',
    'journal',
    withFacts((facts) => ({ ...facts, profile: 'lenient' })),
  ],
  [
    'a rule set aside that the workflow did not set aside',
    'journal',
    withFacts((facts) => ({ ...facts, setAside: ['CO-HOUSE-DAY'] })),
  ],
  [
    'a rule set aside that the strategy has not signed for',
    'versions',
    withFacts((facts) => ({ ...facts, setAside: ['CO-HOUSE-DAY'] })),
  ],
  ['a law that is not in the pack', 'law', (content) => ({ ...content, packs: new Map() })],
  ['a claim without its grounds', 'law', withFacts(({ prior: _prior, ...facts }) => facts)],
  ['a log that forgets contacts', 'log', withFacts((facts) => ({ ...facts, prior: [] }))],
  [
    'a log with an invented contact',
    'log',
    withFacts((facts) => ({
      ...facts,
      prior: [
        { at: '2026-01-01T00:00:00Z', channel: 'sms', outcome: 'unanswered', account: 'X', attempt: 'x' },
      ],
    })),
  ],
  ['a message that is gone', 'messages', (content) => ({ ...content, messages: new Map() })],
  [
    'a message with other words',
    'messages',
    (content) => ({ ...content, messages: new Map([...content.messages].map(([hash]) => [hash, '{}'])) }),
  ],
  [
    'a receipt of another message',
    'receipts',
    inSubject((account) => ({
      ...account,
      attempts: account.attempts.map((attempt) => ({ ...attempt, providerId: 'otro' })),
    })),
  ],
  ['a strategy that is missing', 'versions', (content) => ({ ...content, strategies: new Map() })],
  [
    'templates that were changed',
    'versions',
    (content) => ({
      ...content,
      templates: new Map([...content.templates].map(([version]) => [version, { 'es/x.yaml': 'a: 1' }])),
    }),
  ],
  [
    'a contact with a closed account',
    'payment',
    rewritten((entries) => {
      const paid = { ...entries[0]!, type: 'outcome_changed', facts: { outcome: 'paid' } };
      return [entries[0]!, paid, ...entries.slice(1)];
    }),
  ],
  [
    'a contact after payment in full',
    'payment',
    inSubject((account) => ({
      ...account,
      facts: [
        { seq: 0, eventId: 'p', at: 0, fact: { kind: 'payment', id: 'p', amount: 1e12, at: 0 } },
        ...account.facts,
      ],
    })),
  ],
])('finds %s, though it is signed', async (_, check, change) => {
  const { manifest, content } = contentV1();
  const findings = await lookedAt(check, change(content), manifest.tenant);
  expect(findings.map((finding) => finding.check)).toContain(check);
});

test('the law is asked again by the reading of the claim: what was set aside then does not deny now', async () => {
  const { manifest, content } = contentV1();
  // Another message an hour before each contact, which only the house forbids.
  const twiceADay = (setAside: readonly string[]): Change =>
    rewritten((entries) =>
      entries.map((entry) => {
        const at = new Date(Date.parse(entry.at) - 3_600_000).toISOString();
        const prior = [{ at, channel: 'sms', outcome: 'unanswered', account: 'X', attempt: 'x' }];
        const facts = { ...entry.facts, prior, ...(setAside.length > 0 && { setAside }) };
        return entry.type === 'touch_claimed' ? { ...entry, facts } : entry;
      }),
    );
  const lawOf = (setAside: readonly string[]) =>
    lookedAt('law', twiceADay(setAside)(content), manifest.tenant);
  expect(await lawOf(['CO-HOUSE-DAY'])).toEqual([]);
  const [first] = await lawOf([]);
  expect(first?.message).toMatch(/^contacto no permitido: CO-HOUSE-DAY/);
});

test('what is forged and signed is found in the file too', async () => {
  const file = await forged(withFacts((facts) => ({ ...facts, step: 'inventado', prior: [] })));
  expect(await found(file)).toEqual(['journal', 'log']);
});

test('a finding names its place', async () => {
  const { content } = contentV1();
  const seq = firstTouch(content);
  const file = await forged((all) => ({ ...all, messages: new Map() }));
  const [first] = (await verifyPack(file)).findings;
  const account = content.accounts.find(({ note }) => note.isSubject)!.note.accountId;
  expect(first).toEqual({
    check: 'messages',
    place: `cuenta ${account}, asiento ${seq}`,
    message: 'falta el texto del mensaje',
  });
});

test('the published key must have signed', async () => {
  const { fingerprint = '' } = await verifyPack(packV1());
  expect((await verifyPack(packV1(), { fingerprint })).holds).toBe(true);
  const file = await forged((content) => content);
  expect((await verifyPack(file, { fingerprint })).findings.map(({ check }) => check)).toEqual(['key']);
});
