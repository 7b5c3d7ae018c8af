import PDFDocument from 'pdfkit';
import type { OutboundLetter } from '../ports';

/** What is printed above every letter, and when it is dated. */
export interface LetterHead {
  /** Lines of the sender's block: name, address. */
  readonly sender: readonly string[];
  /** Date of the letter as its reader writes it, such as `2 de marzo de 2026`. */
  readonly date: string;
  /** The file's creation date; with the same one the same letter gives the same bytes. */
  readonly createdAt: Date;
}

const MARGIN = 71; // 25 mm
const FOOTER_FROM_BOTTOM = 45;

/** Characters of Windows-1252 outside Latin-1; the built-in fonts of PDF have these and Latin-1, no others. */
const EXTRA_CHARACTERS = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

/** Characters that cannot be printed; a letter with a garbled name must not go out. */
export function unprintable(text: string): string[] {
  const isPrintable = (letter: string): boolean =>
    /[\n\x20-\x7e\xa0-\xff]/.test(letter) || EXTRA_CHARACTERS.includes(letter);
  return [...new Set(text)].filter((letter) => !isPrintable(letter));
}

/** An A4 letter: sender, recipient's block, date, subject, paragraphs (split at empty lines), page numbers. */
export async function letterPdf(letter: OutboundLetter, head: LetterHead): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    info: { Title: letter.subject, Author: head.sender[0] ?? '', CreationDate: head.createdAt },
  });
  const bytes = collect(doc);
  writeLetter(doc, letter, head);
  numberPages(doc);
  doc.end();
  return bytes;
}

function writeLetter(doc: PDFKit.PDFDocument, letter: OutboundLetter, head: LetterHead): void {
  doc.font('Helvetica').fontSize(9);
  if (head.sender.length > 0) doc.text(head.sender.join('\n')).moveDown(2);
  doc.fontSize(11).text(letter.recipientName).text(letter.to).moveDown(2);
  doc.text(head.date, { align: 'right' }).moveDown(2);
  doc.font('Helvetica-Bold').text(letter.subject).moveDown();
  doc.font('Helvetica');
  for (const paragraph of letter.text.trim().split(/\n\s*\n/)) {
    doc.text(paragraph, { align: 'left', lineGap: 2 }).moveDown();
  }
}

function numberPages(doc: PDFKit.PDFDocument): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(start + page);
    doc.page.margins.bottom = 0; // else a text this low would start a page of its own
    const y = doc.page.height - FOOTER_FROM_BOTTOM;
    doc.fontSize(9).text(`${page + 1} / ${count}`, MARGIN, y, {
      align: 'center',
      lineBreak: false,
      width: doc.page.width - 2 * MARGIN,
    });
  }
}

function collect(doc: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((done, failed) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => done(Buffer.concat(chunks)));
    doc.on('error', failed);
  });
}
