import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDemoEvidence } from '../../cli/actions/demo-evidence';
import { verifyPack } from '../../evidence/verify/verify';
import { isClean } from '../../local/demo/print';
import { runDemo } from '../../local/demo/run';
import { startLocal } from '../../local/environment';
import { checkContacts } from '../../scripts/check-contacts';
import { searchAttributeTypes } from '../../workflows/search-attributes';

const DEBTORS = 12;

test('the first debtors of the example book live 120 days without an unlawful, late or repeated message, and that can be proved', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'recobro-demo-'));
  const contacts = join(folder, 'contacts.jsonl');
  const local = await startLocal({ searchAttributes: searchAttributeTypes });
  try {
    const run = await runDemo({ env: local.env, debtors: DEBTORS, contacts });
    const { report, cluster } = run;
    const pack = join(folder, 'caso.zip');
    await writeDemoEvidence(run, pack);
    await cluster.stop();
    expect(report).toMatchObject({ debtors: DEBTORS, accounts: 15 });
    expect(report.messages).toBeGreaterThan(50);
    expect(isClean(report)).toBe(true);
    const { judged, violations } = await checkContacts(contacts);
    expect([judged, violations]).toEqual([report.messages, 0]);
    const { findings, checks } = await verifyPack(readFileSync(pack));
    expect(findings).toEqual([]);
    expect(checks.find(({ check }) => check === 'law')?.examined).toBeGreaterThan(8);
  } finally {
    await local.stop();
    rmSync(folder, { recursive: true });
  }
});
