import type { PackContent } from '../../../evidence/pack/content';
import type { Block, EvidenceDocument, Row } from '../../../evidence/export/document';
import { documentOf } from '../../../evidence/export/document';
import { htmlOf } from '../../../evidence/export/html';
import { pdfOf } from '../../../evidence/export/pdf';
import { contentV1, inSubject, rewritten } from '../packs';

const told = (change: (content: PackContent) => PackContent = (content) => content): EvidenceDocument => {
  const { manifest, content } = contentV1();
  return documentOf(manifest, change(content));
};

const blocks = ({ sections }: EvidenceDocument, title: RegExp): readonly Block[] =>
  sections.filter((section) => title.test(section.title)).flatMap((section) => section.blocks);

const rows = (document: EvidenceDocument): readonly Row[] =>
  blocks(document, /^Línea de tiempo/).flatMap((block) => (block.kind === 'table' ? block.rows : []));

const pairsOf = (document: EvidenceDocument, title: RegExp): Readonly<Record<string, string>> =>
  Object.fromEntries(blocks(document, title).flatMap((block) => (block.kind === 'pairs' ? block.pairs : [])));

test('contacts and payments stand next to each other, in order, on the clock of the debtor', () => {
  const about = rows(told()).map(({ kind, cells: [seq, when, what] }) => `${kind} ${seq} ${when} ${what}`);
  expect(about.slice(4, 8)).toEqual([
    'other 7 20/03/2026 00:00 Entró en la etapa administrativa.',
    'contact 8 21/03/2026 09:26 CONTACTO 3 por SMS: paso «vencido», plantilla «vencido». Enviado.',
    'payment 10 26/03/2026 08:24 PAGO de COP 137.000,00 («p-CO-1003-1»).',
    'other 11 26/03/2026 08:24 Entró en la etapa preventiva.',
  ]);
});

test('a contact names the articles that permit it, a refusal the one that does not', () => {
  const all = rows(told());
  expect(all.find(({ kind }) => kind === 'contact')?.cells[3]).toBe(
    'Permitido por: Ley 2300 de 2023, art. 2; Ley 2300 de 2023 (artículo por verificar); Ley 2300 de 2023, art. 3; Ley 2300 de 2023, art. 3 (lectura prudente); CO-HOUSE-DAY',
  );
  expect(all.find(({ kind }) => kind === 'refused')?.cells[3]).toBe(
    'CO-2300-3-HOURS (Ley 2300 de 2023, art. 3): Solo se puede contactar de lunes a viernes de 7:00 a 19:00 y los sábados de 8:00 a 15:00; nunca en domingos ni festivos.',
  );
});

test('each contact is told in full: who, when, channel, rules, receipt and the text as it was sent', () => {
  const document = told();
  expect(pairsOf(document, /^Contacto 3:/)).toMatchObject({
    Hora: '2026-03-21T09:26:38-05:00 (America/Bogota); 2026-03-21T14:26:38Z (UTC)',
    De: 'demo, el acreedor',
    A: 'el deudor (CO-P003)',
    Canal: 'SMS',
    Mora: '2 días; etapa administrativa',
    Comprobante: 'e77f7e15-1d46-4638-8297-26f258390454',
    'Reglas cumplidas': expect.stringContaining('CO-2300-3-HOURS (Ley 2300 de 2023, art. 3)') as string,
  });
  const message = blocks(document, /^Contacto 3:/).find((block) => block.kind === 'message');
  expect(message).toMatchObject({ text: expect.stringContaining('Financiera del Ejemplo') as string });
  expect(document.sections.filter(({ title }) => title.startsWith('Contacto '))).toHaveLength(12);
});

test('a contact that a strict rule was set aside for tells the rule, the reason, who signed and when', () => {
  const lenientRules = [
    { rule: 'CO-HOUSE-DAY', reason: 'Dos créditos', signedBy: 'Ana Pérez', signedOn: '2026-03-01' },
  ];
  const setAside = rewritten((entries) =>
    entries.map((entry) => ({ ...entry, facts: { ...entry.facts, setAside: ['CO-HOUSE-DAY'] } })),
  );
  const signed = (content: PackContent): PackContent => ({
    ...setAside(content),
    strategies: new Map([...content.strategies].map(([hash, one]) => [hash, { ...one, lenientRules }])),
  });
  const label = 'Regla estricta dejada de lado';
  expect(pairsOf(told(signed), /^Contacto 3:/)[label]).toBe(
    'CO-HOUSE-DAY. Motivo: «Dos créditos». Firmó Ana Pérez el domingo 1 de marzo de 2026.',
  );
  expect(pairsOf(told(setAside), /^Contacto 3:/)[label]).toMatch(/no están en el expediente/);
  expect(pairsOf(told(), /^Contacto 3:/)).not.toHaveProperty(label);
});

test('what cannot be told says so', () => {
  const noLaw = told((content) => ({ ...content, packs: new Map(), messages: new Map() }));
  expect(pairsOf(noLaw, /^Contacto 1:/)['Reglas cumplidas']).toMatch(/^no se puede volver a decidir: falta/);
  expect(blocks(noLaw, /^Contacto 1:/)).toContainEqual({ kind: 'message', text: '(el texto ya no está)' });
  const noResult = told(
    inSubject((account) => ({
      ...account,
      ledger: account.ledger.filter(({ type }) => type !== 'touch_sent'),
    })),
  );
  expect(pairsOf(noResult, /^Contacto 1:/)['Resultado']).toBe('No consta qué pasó con el envío.');
});

test('the page loads nothing and takes no text for markup', () => {
  const html = htmlOf({
    title: '<b>&"',
    sections: [{ title: 'x', level: 1, blocks: [{ kind: 'message', text: '<script>' }] }],
  });
  expect(html).toContain('<h1>&lt;b&gt;&amp;&quot;</h1>');
  expect(html).toContain('<pre>&lt;script&gt;</pre>');
  expect(htmlOf(told())).not.toMatch(/<script|src=|@import|url\(/);
});

test('the same document gives the same pages, each with its number', async () => {
  const [first, again] = [await pdfOf(told(), 0), await pdfOf(told(), 0)];
  expect(first.equals(again)).toBe(true);
  const pages = first.toString('latin1').match(/\/Type \/Page\b/g) ?? [];
  expect(pages).toHaveLength(9);
});
