import { DAY_MS } from '../../domain/time/calendar';
import { AT, TENANT } from '../store/fixtures';
import { htmlOf } from '../../evidence/export/html';
import { subjectAccess } from '../../evidence/subject/collect';
import { subjectDocument } from '../../evidence/subject/document';
import { aDebtor, close, EMAIL, erasure, FREE_TEXT, LATER, NAME } from './privacy-lab';

describe('the export for the person themselves', () => {
  test('holds all that is kept and who receives it, and stands in the ledgers', async () => {
    const debtor = await aDebtor();
    const { store, person, accounts } = debtor;
    const [first] = accounts;
    const sources = { store, stateOf: async () => undefined };
    const asked = { ...person, by: 'officer-1', at: LATER };
    expect((await subjectAccess(sources, asked)).accesses).toEqual([]);
    const access = await subjectAccess(sources, { ...asked, at: LATER + 1_000 });
    expect(access).toMatchObject({
      person: { name: NAME, addresses: { email: expect.stringContaining(EMAIL) } },
      accounts: [
        { id: first?.accountId, messages: [{ channel: 'letter', text: expect.stringContaining(NAME) }] },
        { messages: [] },
      ],
      accesses: accounts.map(({ accountId: account }) => ({
        account,
        by: 'officer-1',
        what: 'subject_access',
      })),
    });
    expect(JSON.stringify(access.accounts[0]?.facts)).toContain(FREE_TEXT);
    expect(access.recipients.join()).toContain('cartas');
    const page = htmlOf(subjectDocument(access));
    for (const part of [NAME, EMAIL, 'su cuota vence mañana', 'Para qué se usan sus datos', 'officer-1'])
      expect(page).toContain(part);
  });

  test('of somebody who was erased says so, and names nobody', async () => {
    const debtor = await aDebtor();
    await close(debtor);
    await debtor.privacy.erase(erasure(debtor));
    const sources = { store: debtor.store, stateOf: async () => undefined };
    const access = await subjectAccess(sources, { ...debtor.person, by: 'officer-1', at: LATER });
    const page = htmlOf(subjectDocument(access));
    expect(page).toContain('Sus datos se borraron');
    expect(JSON.stringify(access) + page).not.toContain('Zoraida');
  });
});

test('retentionDue() lists whom nothing keeps any more, each once', async () => {
  const [due, held, recent] = [await aDebtor(), await aDebtor(), await aDebtor()];
  for (const debtor of [due, held]) await close(debtor);
  await close(recent, LATER - DAY_MS);
  await held.privacy.hold({ ...held.person, id: 'h-1', reason: 'lawsuit', by: 'legal-1', at: AT });
  const listed: string[] = [];
  for await (const { personId } of due.privacy.retentionDue(TENANT, LATER)) listed.push(personId);
  expect(listed.filter((id) => id === due.person.personId)).toHaveLength(1);
  expect(listed).not.toContain(held.person.personId);
  expect(listed).not.toContain(recent.person.personId);
});
