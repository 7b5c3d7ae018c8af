import { createLetterGateway } from '../../../activities/aws/letter-gateway';
import { createSesGateway } from '../../../activities/aws/ses-gateway';
import { createSnsGateway, smsSegments } from '../../../activities/aws/sns-gateway';
import { aLetter, anEmail, anSms, fakeClient } from './fixtures';

const from = 'Cobranzas Ñandú <cobranzas@example.com>';

/** The header fields of a mail, unfolded, by lower-case name. */
function headersOf(mime: string): Map<string, string> {
  const [head = ''] = mime.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
}

/** Decodes RFC 2047 words. */
const decoded = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?([QB])\?(.*?)\?=/gi, (_word, kind: string, data: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(data, 'base64').toString()
        : quotedPrintable(data.replace(/_/g, ' ')),
    );

const quotedPrintable = (text: string): string =>
  Buffer.from(
    text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_code, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  ).toString();

describe('createSesGateway()', () => {
  async function sentMail(more = {}) {
    const ses = fakeClient({ MessageId: 'ses-1' });
    const result = await createSesGateway({
      ses,
      from,
      configurationSet: 'acme',
      mailtoDomain: 'in.example.com',
      ...more,
    }).send(anEmail());
    const [command] = ses.sent;
    const raw = command?.input['RawMessage'] as { Data: Buffer }; // what SendRawEmail takes
    return { result, command, mime: raw.Data.toString() };
  }

  test('sends one mail with what unsubscribing and feedback need', async () => {
    const { result, command, mime } = await sentMail();
    expect(result).toEqual({ kind: 'accepted', providerId: 'ses-1' });
    expect(command?.input).toMatchObject({
      Destinations: ['ana@example.com'],
      ConfigurationSetName: 'acme',
      Tags: [
        { Name: 'attemptId', Value: '0f3a9c' },
        { Name: 'tenant', Value: 'acme' },
      ],
    });
    const headers = headersOf(mime);
    const link = anEmail().unsubscribeUrl;
    expect(headers.get('list-unsubscribe')).toBe(
      `<${link}>, <mailto:unsubscribe+0f3a9c@in.example.com?subject=unsubscribe>`,
    );
    expect(headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(headers.get('x-recobro-attempt')).toBe('0f3a9c');
    expect(headers.get('to')).toBe('ana@example.com');
    expect(decoded(headers.get('subject') ?? '')).toBe(anEmail().subject);
    expect(decoded(headers.get('from') ?? '')).toBe('Cobranzas Ñandú <cobranzas@example.com>');
    expect(headers.get('content-type')).toMatch(/^multipart\/alternative/);
  });

  test('carries text and HTML in UTF-8', async () => {
    const { mime } = await sentMail();
    const boundary = /boundary="([^"]+)"/.exec(mime)?.[1] ?? '';
    const parts = mime
      .split(`--${boundary}`)
      .slice(1, 3)
      .map((part) => part.trim());
    const [text = '', html = ''] = parts;
    expect(headersOf(text).get('content-type')).toBe('text/plain; charset=utf-8');
    expect(headersOf(html).get('content-type')).toBe('text/html; charset=utf-8');
    expect(quotedPrintable(text)).toContain('Hola, señora Núñez:');
    expect(quotedPrintable(html)).toContain('<b>puede pagar aquí</b>');
  });

  test('offers only the link when no domain takes mails', async () => {
    const { mime } = await sentMail({ mailtoDomain: undefined });
    expect(headersOf(mime).get('list-unsubscribe')).toBe(`<${anEmail().unsubscribeUrl}>`);
  });

  test('lets no line break in a subject make a header', async () => {
    const ses = fakeClient({ MessageId: 'ses-1' });
    await createSesGateway({ ses, from }).send(anEmail({ subject: 'Hola\r\nBcc: eve@example.com' }));
    const raw = ses.sent[0]?.input['RawMessage'] as { Data: Buffer }; // what SendRawEmail takes
    expect(headersOf(raw.Data.toString()).has('bcc')).toBe(false);
  });

  test('keeps tags inside the alphabet of SES', async () => {
    const ses = fakeClient({ MessageId: 'ses-1' });
    await createSesGateway({ ses, from }).send(anEmail({ tenant: 'caja rural/ñ' }));
    expect(ses.sent[0]?.input['Tags']).toContainEqual({ Name: 'tenant', Value: 'caja_rural__' });
  });
});

describe('createSnsGateway()', () => {
  test('publishes to the number with the attributes that are set', async () => {
    const sns = fakeClient({ MessageId: 'sns-1' });
    const gateway = createSnsGateway({
      sns,
      maxPrice: '0.10',
      originationNumbers: { CO: '890123', PE: '+5112345' },
    });
    expect(await gateway.send(anSms())).toEqual({ kind: 'accepted', providerId: 'sns-1', segments: 1 });
    expect(sns.sent[0]?.input).toEqual({
      PhoneNumber: '+573001234567',
      Message: anSms().text,
      MessageAttributes: {
        'AWS.SNS.SMS.SMSType': { DataType: 'String', StringValue: 'Transactional' },
        'AWS.SNS.SMS.MaxPrice': { DataType: 'Number', StringValue: '0.10' },
        'AWS.MM.SMS.OriginationNumber': { DataType: 'String', StringValue: '890123' },
      },
    });
  });

  test('sends nothing to what is no number', async () => {
    const sns = fakeClient({ MessageId: 'sns-1' });
    const result = await createSnsGateway({ sns }).send(anSms({ to: 'ana@example.com' }));
    expect(result).toMatchObject({ kind: 'not_sent', retryable: false });
    expect(sns.sent).toEqual([]);
  });

  test.each([
    { rule: '160 characters of GSM-7 are one part', text: 'a'.repeat(160), segments: 1 },
    { rule: '161 characters of GSM-7 are two parts', text: 'a'.repeat(161), segments: 2 },
    { rule: '70 characters with an accent outside GSM-7 are one part', text: 'í'.repeat(70), segments: 1 },
    { rule: '71 characters with an accent outside GSM-7 are two parts', text: 'í'.repeat(71), segments: 2 },
  ])('smsSegments() $rule', ({ text, segments }) => {
    expect(smsSegments(text)).toBe(segments);
  });
});

describe('createLetterGateway()', () => {
  const head = () => ({ sender: ['Acme S.A.'], date: '2 de marzo de 2026', createdAt: new Date(0) });
  const options = (s3: ReturnType<typeof fakeClient>) => ({ s3, bucket: 'letters', head });

  test('puts a PDF that replaces no other, with its checksum', async () => {
    const s3 = fakeClient({});
    const result = await createLetterGateway(options(s3)).send(aLetter({ tenant: 'caja/rural' }));
    const Key = 'letters/caja%2Frural/0f3a9c.pdf';
    expect(result).toEqual({ kind: 'accepted', providerId: Key });
    expect(s3.sent[0]?.input).toMatchObject({
      Bucket: 'letters',
      Key,
      IfNoneMatch: '*',
      ContentType: 'application/pdf',
    });
    expect(s3.sent[0]?.input['ChecksumSHA256']).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  });

  test('makes the same bytes of the same letter', async () => {
    const s3 = fakeClient({});
    const gateway = createLetterGateway(options(s3));
    await gateway.send(aLetter());
    await gateway.send(aLetter());
    await gateway.send(aLetter({ text: 'Otro texto.' }));
    const [first, second, other] = s3.sent.map(({ input }) => input['ChecksumSHA256']);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
  });

  test('numbers the pages of a long letter, and adds none for the numbers', async () => {
    const s3 = fakeClient({});
    const text = Array.from({ length: 60 }, (_, n) => `Párrafo ${n}: ${'texto '.repeat(20)}`).join('\n\n');
    await createLetterGateway(options(s3)).send(aLetter({ text }));
    const pdf = (s3.sent[0]?.input['Body'] as Buffer).toString('latin1'); // the PDF's own bytes
    const pages = Number(/\/Type \/Pages\s+\/Count (\d+)/.exec(pdf)?.[1]);
    expect(pages).toBe(4);
    expect(pdf).toContain('/MediaBox [0 0 595.28 841.89]');
  });

  test('accepts a letter that is there already', async () => {
    const s3 = fakeClient(
      Object.assign(new Error('exists'), { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } }),
    );
    expect(await createLetterGateway(options(s3)).send(aLetter())).toMatchObject({ kind: 'accepted' });
  });

  test('prints no name with letters that its font lacks', async () => {
    const s3 = fakeClient({});
    const result = await createLetterGateway(options(s3)).send(aLetter({ recipientName: 'Ана Núñez' }));
    expect(result).toMatchObject({
      kind: 'not_sent',
      retryable: false,
      reason: expect.stringContaining('U+0410'),
    });
    expect(s3.sent).toEqual([]);
  });
});

test.each([
  { rule: 'SES', gateway: createSesGateway({ ses: fakeClient({}), from }), message: anSms() },
  { rule: 'SNS', gateway: createSnsGateway({ sns: fakeClient({}) }), message: aLetter() },
])('the $rule gateway sends no message of another channel', async ({ gateway, message }) => {
  expect(await gateway.send(message)).toMatchObject({ kind: 'not_sent', retryable: false });
});
