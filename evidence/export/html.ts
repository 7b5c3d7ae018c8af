import type { Block, EvidenceDocument, Section } from './document';

const STYLE =
  'body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}' +
  'h1{font-size:1.5rem}h2{margin-top:2rem;border-bottom:1px solid #ccc;font-size:1.2rem}h3{margin:1.6rem 0 .4rem;font-size:1rem}' +
  'table{border-collapse:collapse;width:100%;font-size:14px}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #ddd}' +
  'td{white-space:pre-line;overflow-wrap:anywhere}dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.5rem 0}dt{color:#555}dd{margin:0;overflow-wrap:anywhere}' +
  'tr.contact td{background:#eef4ff}tr.payment td{background:#e9f7ec;font-weight:600}tr.refused td{background:#fff5e5}' +
  'pre{white-space:pre-wrap;font:14px/1.5 system-ui,sans-serif;border:1px solid #ccc;border-radius:4px;padding:.8rem;overflow-wrap:anywhere}' +
  '@media print{h2,h3{break-after:avoid}tr,pre{break-inside:avoid}}';

/** The document as one page that loads nothing from anywhere. */
export function htmlOf({ title, sections }: EvidenceDocument): string {
  return [
    '<!doctype html>',
    '<html lang="es"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    `<title>${escaped(title)}</title><style>${STYLE}</style></head><body>`,
    `<h1>${escaped(title)}</h1>`,
    ...sections.map(sectionHtml),
    '</body></html>',
    '',
  ].join('\n');
}

function sectionHtml({ title, level, blocks }: Section): string {
  const heading = level === 1 ? 'h2' : 'h3';
  return `<section><${heading}>${escaped(title)}</${heading}>\n${blocks.map(blockHtml).join('\n')}</section>`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'text':
      return `<p>${escaped(block.text)}</p>`;
    case 'pairs':
      return `<dl>${block.pairs.map(([name, value]) => `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`).join('\n')}</dl>`;
    case 'message':
      return `<pre>${escaped(block.text)}</pre>`;
    case 'table': {
      const head = block.columns.map((column) => `<th scope="col">${escaped(column.title)}</th>`).join('');
      const rows = block.rows.map(
        ({ kind, cells }) =>
          `<tr class="${kind}">${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`,
      );
      return `<table><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`;
    }
  }
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);
