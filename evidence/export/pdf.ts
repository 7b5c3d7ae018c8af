import PDFDocument from 'pdfkit';
import type { Instant } from '../../domain/time/calendar';
import type { Block, EvidenceDocument, Row, Section } from './document';

type Doc = PDFKit.PDFDocument;

const MARGIN = 51; // 18 mm
const FOOTER = 30;
const PAD = 4;
const [NORMAL, BOLD] = ['Helvetica', 'Helvetica-Bold'];
const FILLS = { contact: '#eef4ff', payment: '#e3f4e7', refused: '#fff3e0', other: '#ffffff' } as const;
const [INK, GREY, LINE] = ['#1a1a1a', '#555555', '#bbbbbb'];

/** The document as numbered A4 pages. The same document and instant give the same bytes. */
export function pdfOf({ title, sections }: EvidenceDocument, madeAt: Instant): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: MARGIN + FOOTER },
    lang: 'es',
    bufferPages: true,
    info: { Title: title, CreationDate: new Date(madeAt) },
  });
  const bytes = collected(doc);
  doc.fillColor(INK).font(BOLD).fontSize(15).text(printable(title)).moveDown();
  for (const section of sections) writeSection(doc, section);
  numberPages(doc, title);
  doc.end();
  return bytes;
}

function writeSection(doc: Doc, { title, level, blocks }: Section): void {
  keepTogether(doc, 90);
  doc.moveDown(level === 1 ? 0.6 : 0.4);
  doc
    .font(BOLD)
    .fontSize(level === 1 ? 12.5 : 10.5)
    .text(printable(title), MARGIN);
  doc.moveDown(0.4);
  for (const block of blocks) writeBlock(doc, block);
  doc.moveDown(0.5);
}

function writeBlock(doc: Doc, block: Block): void {
  switch (block.kind) {
    case 'text':
      doc.font(NORMAL).fontSize(9).text(printable(block.text), MARGIN).moveDown(0.4);
      return;
    case 'pairs':
      for (const pair of block.pairs) writePair(doc, pair);
      doc.moveDown(0.4);
      return;
    case 'message':
      writeMessage(doc, block.text);
      return;
    case 'table': {
      const widths = block.columns.map(({ share }) => share * widthOf(doc));
      const head = block.columns.map(({ title }) => title);
      writeCells(doc, { cells: head, widths, font: BOLD, fill: '#e6e6e6' });
      for (const row of block.rows) writeRow(doc, row, { head, widths });
    }
  }
}

const NAME_WIDTH = 110;

function writePair(doc: Doc, [name, value]: readonly [string, string]): void {
  const width = widthOf(doc) - NAME_WIDTH;
  doc.font(NORMAL).fontSize(9);
  const height = doc.heightOfString(printable(value), { width });
  keepTogether(doc, height);
  const { y } = doc;
  doc.fillColor(GREY).text(printable(name), MARGIN, y, { width: NAME_WIDTH });
  const named = doc.y;
  doc.fillColor(INK).text(printable(value), MARGIN + NAME_WIDTH, y, { width });
  doc.y = Math.max(doc.y, named) + 1.5;
  doc.x = MARGIN;
}

/** With a line at its side, so that nobody takes the message for the words of this document. */
function writeMessage(doc: Doc, text: string): void {
  doc.font(NORMAL).fontSize(9);
  for (const paragraph of text.split('\n')) {
    const options = { width: widthOf(doc) - 14 };
    const height = doc.heightOfString(printable(paragraph) || ' ', options);
    keepTogether(doc, height);
    const { y } = doc;
    doc.text(printable(paragraph) || ' ', MARGIN + 14, y, options);
    doc
      .moveTo(MARGIN + 4, y)
      .lineTo(MARGIN + 4, doc.y)
      .lineWidth(1.5)
      .strokeColor(LINE)
      .stroke();
  }
  doc.x = MARGIN;
}

interface Cells {
  readonly cells: readonly string[];
  readonly widths: readonly number[];
  readonly font: string;
  readonly fill: string;
}

function writeRow(
  doc: Doc,
  { cells, kind }: Row,
  { head, widths }: { head: string[]; widths: number[] },
): void {
  const font = kind === 'payment' ? BOLD : NORMAL;
  const isNewPage = keepTogether(doc, heightOf(doc, { cells, widths, font }));
  if (isNewPage) writeCells(doc, { cells: head, widths, font: BOLD, fill: '#e6e6e6' });
  writeCells(doc, { cells, widths, font, fill: FILLS[kind] });
}

function writeCells(doc: Doc, row: Cells): void {
  const height = heightOf(doc, row);
  const { y } = doc;
  let x = MARGIN;
  doc.rect(MARGIN, y, widthOf(doc), height).fill(row.fill);
  doc.fillColor(INK).font(row.font).fontSize(8);
  for (const [index, cell] of row.cells.entries()) {
    const width = row.widths[index] ?? 0;
    doc.text(printable(cell), x + PAD, y + PAD, { width: width - 2 * PAD });
    x += width;
  }
  const line = y + height - 0.3; // inside, so that the next row does not paint over it
  doc.moveTo(MARGIN, line).lineTo(x, line).lineWidth(0.5).strokeColor(LINE).stroke();
  doc.x = MARGIN;
  doc.y = y + height;
}

function heightOf(doc: Doc, { cells, widths, font }: Omit<Cells, 'fill'>): number {
  doc.font(font).fontSize(8);
  const heights = cells.map((cell, index) =>
    doc.heightOfString(printable(cell), { width: (widths[index] ?? 0) - 2 * PAD }),
  );
  return Math.max(...heights) + 2 * PAD;
}

const widthOf = (doc: Doc): number => doc.page.width - 2 * MARGIN;

/** Begins a page when so much does not fit on this one; whether it did. */
function keepTogether(doc: Doc, height: number): boolean {
  const bottom = doc.page.height - MARGIN - FOOTER;
  if (doc.y + height <= bottom || doc.y <= MARGIN) return false;
  doc.addPage();
  return true;
}

function numberPages(doc: Doc, title: string): void {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    const y = doc.page.height - MARGIN - 8;
    // Below the margin, where text would begin another page.
    doc.page.margins.bottom = 0;
    doc.font(NORMAL).fontSize(8).fillColor(GREY);
    doc.text(printable(title), MARGIN, y, { lineBreak: false });
    doc.text(`Página ${page + 1} de ${count}`, MARGIN, y, { width: widthOf(doc), align: 'right' });
  }
}

/** The built-in fonts of PDF have Latin-1 and little else; the page beside it and the files have everything. */
const printable = (text: string): string => text.replace(/[^\n\x20-\x7e\xa0-\xff–—‘’“”•…€]/g, '?');

function collected(doc: Doc): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((done, failed) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => {
      done(Buffer.concat(chunks));
    });
    doc.on('error', failed);
  });
}
