import type { EvidenceDocument, Section } from './document';

const STYLE =
  'body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}' +
  'h2{margin-top:2rem;border-bottom:1px solid #ccc}pre{white-space:pre-wrap;font:13px/1.5 ui-monospace,monospace}' +
  'details{margin:.3rem 0}summary{cursor:pointer}';

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

function sectionHtml({ title, lines, texts }: Section): string {
  const folded = texts.map(
    ({ title: about, text }) =>
      `<details><summary>${escaped(about)}</summary><pre>${escaped(text)}</pre></details>`,
  );
  return `<section><h2>${escaped(title)}</h2>\n<pre>${escaped(lines.join('\n'))}</pre>\n${folded.join('\n')}</section>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);
