import PDFDocument from 'pdfkit';
import type { Instant } from '../../domain/time/calendar';
import type { EvidenceDocument, Section } from './document';

const MARGIN = 57; // 20 mm

/** The document as A4 pages. The same document and instant give the same bytes. */
export function pdfOf({ title, sections }: EvidenceDocument, madeAt: Instant): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    lang: 'es',
    info: { Title: title, CreationDate: new Date(madeAt) },
  });
  const bytes = collected(doc);
  doc.font('Helvetica-Bold').fontSize(15).text(printable(title)).moveDown();
  for (const section of sections) write(doc, section);
  doc.end();
  return bytes;
}

function write(doc: PDFKit.PDFDocument, { title, lines, texts }: Section): void {
  doc.font('Helvetica-Bold').fontSize(11).text(printable(title)).moveDown(0.3);
  doc.font('Helvetica').fontSize(9);
  for (const line of lines) doc.text(printable(line), { lineGap: 1 });
  for (const { title: about, text } of texts) {
    doc.moveDown(0.5).font('Helvetica-Bold').fontSize(8).text(printable(about));
    doc.font('Helvetica').text(printable(text), { indent: 8 });
  }
  doc.moveDown();
}

/** The built-in fonts of PDF have Latin-1 and little else; the page beside it and the files have everything. */
const printable = (text: string): string => text.replace(/[^\n\x20-\x7e\xa0-\xff–—‘’“”•…€]/g, '?');

function collected(doc: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  return new Promise((done, failed) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => done(Buffer.concat(chunks)));
    doc.on('error', failed);
  });
}
