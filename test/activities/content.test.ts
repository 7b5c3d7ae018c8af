import type { ActivityHost } from '../../activities/host';
import type { TenantProfile } from '../../activities/ports';
import type { SendChannel } from '../../domain/channel';
import type { Person } from '../../domain/person';
import type { StageName } from '../../domain/strategy';
import { HOUR_MS } from '../../domain/time/calendar';
import { localTenant } from '../../local/tenant';
import { loadLaw, PRODUCT_PLATFORMS } from '../../policy/law/library';
import type { SendTouchRequest } from '../../workflows/contract';
import { head, libraryOf } from '../policy/templates/helpers';
import { aTouch, TouchLab } from './touch-lab';

const who = '{{creditorName}} {{contactPhone}} {{money overdueMinor currency}}';
const goodMail = `email: {subject: Saldo, body: "${who} {{unsubscribeUrl}}"}\n`;
const library = (text: string) => libraryOf({ 'es/vencido.yaml': head('vencido') + text });

const lawful = { at: aTouch().touch.at + 2 * HOUR_MS };
const request = (touch: Partial<SendTouchRequest['touch']> = {}): SendTouchRequest => ({
  ...aTouch(),
  touch: { ...aTouch().touch, ...lawful, ...touch },
});

interface Row {
  readonly rule: string;
  readonly text: string;
  readonly stage?: StageName;
  readonly person?: Partial<Person>;
  readonly result: object;
  readonly sent: readonly SendChannel[];
}

const chile = { jurisdiction: 'CL', zones: ['America/Santiago'] } as const;
const unlawful = (rule: string) => ({ kind: 'impossible', reason: 'unlawful', rule });

test.each<Row>([
  {
    rule: 'goes out when it says what it must',
    text: `sms: "${who} BAJA"\n`,
    result: { kind: 'sent', channel: 'sms' },
    sent: ['sms'],
  },
  {
    rule: 'is not sent when it threatens',
    text: `sms: "${who} BAJA. Aténgase a las consecuencias."\n`,
    result: unlawful('CONTENT-RESPECT'),
    sent: [],
  },
  {
    rule: 'is not sent when it does not say how to stop it',
    text: `sms: "${who}"\n`,
    result: unlawful('CONTENT-OPTOUT'),
    sent: [],
  },
  {
    rule: 'leaves its place to a channel whose message is good',
    text: `sms: "${who} BAJA. Irá a juicio."\n${goodMail}`,
    result: { kind: 'sent', channel: 'email' },
    sent: ['email'],
  },
  {
    rule: 'leaves its place to a channel when it is not written at all',
    text: goodMail,
    result: { kind: 'sent', channel: 'email' },
    sent: ['email'],
  },
  {
    rule: 'is not tried for ever when nobody has written it',
    text: `voice: "${who}"\n`,
    result: unlawful('CONTENT-NOT-WRITTEN'),
    sent: [],
  },
  {
    rule: 'that shows a promise without there being one is not sent',
    text: `sms: "${who} BAJA {{promiseDue}}"\n`,
    result: unlawful('CONTENT-NOT-WRITTEN'),
    sent: [],
  },
  {
    rule: 'is not sent where the law of the place forbids what it says, in the judicial stage too',
    text: `sms: "${who} BAJA. Habrá demanda."\n`,
    stage: 'judicial',
    person: chile,
    result: unlawful('CL-37-JUDICIAL-LOOK'),
    sent: [],
  },
  {
    rule: 'may speak of courts in the judicial stage elsewhere',
    text: `sms: "${who} BAJA. Habrá demanda."\n`,
    stage: 'judicial',
    result: { kind: 'sent' },
    sent: ['sms'],
  },
])('a message $rule', async ({ text, stage = 'administrative', person = {}, result, sent }) => {
  const lab = new TouchLab(person, [], { templates: library(text) });
  expect(await lab.send(request({ stage }))).toMatchObject({ kind: 'decided', result });
  expect(lab.sent()).toEqual(sent);
});

describe('where the law requires an element', () => {
  const paraguay = { jurisdiction: 'PY', zones: ['America/Asuncion'] } as const;

  test('the message has it, elsewhere it does not', async () => {
    const [there, elsewhere] = [new TouchLab(paraguay), new TouchLab()];
    await there.send(request());
    await elsewhere.send(request());
    expect(there.out[0]?.text).toContain('Detalle: COP 1.000,00 = total COP 1.000,00');
    expect(elsewhere.out[0]?.text).not.toContain('Detalle');
  });

  test('and nobody has written it, nothing goes out', async () => {
    const lab = new TouchLab(paraguay, [], { templates: library(`sms: "${who} BAJA"\n`) });
    expect(await lab.send(request())).toMatchObject({ result: unlawful('PY-764-CONTENT') });
  });

  test('the ledger keeps what the law was told of the message', async () => {
    const lab = new TouchLab(paraguay);
    await lab.send(request());
    const claim = lab.store.ledger.find(({ type }) => type === 'touch_claimed');
    expect(claim?.facts['law']).toMatchObject({
      content: expect.arrayContaining(['amount_breakdown', 'payment_means']),
    });
  });
});

describe('WhatsApp under the conditions of the platform', () => {
  const reachable: Partial<Person> = {
    addresses: { whatsapp: '+573001112233', sms: '+573001112233' },
    consent: ['whatsapp', 'sms'],
  };
  const byWhatsapp = { ...request({ via: ['whatsapp', 'sms'] }) };
  const law = loadLaw({
    packsDirs: [`${__dirname}/../fixtures/scenarios/packs`],
    platforms: PRODUCT_PLATFORMS,
  });
  const hostOf = (whatsapp?: TenantProfile['whatsapp']): Partial<ActivityHost> => ({
    law,
    tenantProfile: () => ({ ...localTenant, ...(whatsapp && { whatsapp }) }),
  });
  const approved = { approvedTemplates: ['vencido'] };

  test.each([
    { rule: 'is left out when the template is not approved', host: hostOf(), channel: 'sms' },
    { rule: 'is used when the template is approved', host: hostOf(approved), channel: 'whatsapp' },
    { rule: 'is left out for a third party', host: hostOf(approved), actor: 'third_party', channel: 'sms' },
    {
      rule: 'is used for a third party that has been cleared',
      host: hostOf({ ...approved, thirdPartyCleared: true }),
      actor: 'third_party',
      channel: 'whatsapp',
    },
    { rule: 'is left out for an assignee', host: hostOf(approved), actor: 'assignee', channel: 'sms' },
  ] as const)('$rule', async ({ host, channel, ...row }) => {
    const lab = new TouchLab(reachable, [], host);
    const { actor = 'creditor' } = { ...row } as { actor?: SendTouchRequest['actor'] }; // not every row has one
    expect(await lab.send({ ...byWhatsapp, actor })).toMatchObject({ result: { kind: 'sent', channel } });
  });

  test('is unlawful, and says by which condition, when there is no other channel', async () => {
    const lab = new TouchLab(reachable, [], hostOf());
    const result = unlawful('WA-TEMPLATE');
    expect(await lab.send(request({ via: ['whatsapp'] }))).toMatchObject({ result });
  });
});
