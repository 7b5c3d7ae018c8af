import Handlebars from 'handlebars';
import type { Language } from '../../domain/person';

interface Mail {
  readonly language: Language;
  readonly subject: string;
  /** Plain text: a blank line ends a paragraph. */
  readonly text: string;
  /** The only addresses that become links; others in the text, such as one inside a name, stay plain. */
  readonly links: readonly string[];
}

const BODY_STYLE =
  'margin:0;padding:24px;background:#ffffff;color:#1a1a1a;font:16px/1.5 Arial,Helvetica,sans-serif';

/** The mail as HTML: the same words as the plain text, everything escaped, nothing loaded from elsewhere. */
export function htmlOf({ language, subject, text, links }: Mail): string {
  // Longest first: one address may be the beginning of another.
  const longestFirst = links.toSorted((a, b) => b.length - a.length);
  const blocks = text.trim().split(/\n\s*\n/);
  const paragraphs = blocks.map((block) => `<p style="margin:0 0 16px">${inline(block, longestFirst)}</p>`);
  return [
    '<!doctype html>',
    `<html lang="${language}">`,
    `<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${Handlebars.escapeExpression(subject)}</title></head>`,
    `<body style="${BODY_STYLE}">`,
    '<main style="max-width:36em;margin:0 auto">',
    ...paragraphs,
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function inline(paragraph: string, links: readonly string[]): string {
  const lines = paragraph.trim().split('\n');
  return lines.map((line) => linked(line, links)).join('<br>\n');
}

/** Escapes the pieces between links, so that escaping cannot break an address nor an address break out. */
function linked(line: string, links: readonly string[]): string {
  const [link, ...others] = links;
  if (link === undefined) return Handlebars.escapeExpression(line);
  return line
    .split(link)
    .map((piece) => linked(piece, others))
    .join(anchor(link));
}

function anchor(address: string): string {
  const escaped = Handlebars.escapeExpression(address);
  return `<a href="${escaped}" style="color:#0b57d0">${escaped}</a>`;
}
