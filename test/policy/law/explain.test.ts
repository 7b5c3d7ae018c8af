import type { PriorContact } from '../../../domain/law/types';
import type { LenientRule } from '../../../domain/strategy';
import { instantFromIso } from '../../../domain/time/calendar';
import { explainDecision } from '../../../policy/law/explain';
import { loadLaw } from '../../../policy/law/library';
import { aRequest } from '../../domain/law/samples';

const law = loadLaw();
const explain = (pack: string, at: string, zone: string, over = {}) =>
  explainDecision(law.lawbook(pack), aRequest({ at: instantFromIso(at), zones: [zone], ...over }), 'strict');

test('explainDecision() names rule, basis, article, source, next instant, holiday and review', () => {
  const text = explain('CO', '2026-11-16T10:00:00-05:00', 'America/Bogota');
  expect(text).toContain('lunes 16 de noviembre de 2026, 10:00:00 (America/Bogota, festivo: ');
  expect(text).toContain('NO SE PERMITE');
  expect(text).toContain('CO-2300-3-HOURS (CO): Solo se puede contactar de lunes a viernes');
  expect(text).toContain('Base: ley. Artículo: Ley 2300 de 2023, art. 3');
  expect(text).toContain('Fuente: lonja.org.co/');
  expect(text).toContain('Próximo momento permitido: martes 17 de noviembre de 2026, 07:00:00');
  expect(text).toContain('Lectura permisiva: dice lo mismo.');
  expect(text).toContain('SIN REVISAR por un abogado local: CO.');
  expect(text).toContain(law.lawbook('CO').version);
});

test('explainDecision() never calls a house policy a law', () => {
  const text = explain('AR', '2026-11-25T21:30:00-03:00', 'America/Argentina/Buenos_Aires');
  expect(text).toContain('HOUSE-HOURS');
  expect(text).toContain('Base: política interna. No viene de ninguna norma.');
  expect(text).not.toMatch(/\bley\b/i);
  expect(text).toContain('Lectura permisiva: se permitiría ahora.');
});

test('explainDecision() tells the first reason from the others, and how the lenient reading differs', () => {
  const prior = [{ at: instantFromIso('2026-11-23T10:00:00-03:00'), channel: 'sms', outcome: 'unanswered' }];
  const text = explain('CL', '2026-11-25T09:59:00-03:00', 'America/Santiago', { channel: 'email', prior });
  expect(text).toMatch(
    /Lo impide:\n {2}CL-37-SPACING \(CL\)[^]*También lo impiden:\n {2}CL-37-SPACING-CLEAR/,
  );
  expect(text).toContain('Lectura permisiva: tampoco se permite, por CL-37-SPACING (ley).');
  expect(text).toContain('Próximo momento en esa lectura: miércoles 25 de noviembre de 2026, 10:00:00');
});

test('explainDecision() says that a person must act where no clock helps', () => {
  const text = explain('CO', '2026-11-24T10:00:00-05:00', 'America/Bogota', { recipient: 'reference' });
  expect(text).toContain('tiene que actuar una persona');
});

test('explainDecision() shows every candidate zone', () => {
  const text = explain('EC', '2026-11-26T07:30:00-05:00', 'America/Guayaquil', {
    zones: ['America/Guayaquil', 'Pacific/Galapagos'],
  });
  expect(text).toContain('06:30:00 (Pacific/Galapagos)');
  expect(text).toContain('08:00:00 (America/Guayaquil)');
});

test('explainDecision() of an allowed contact gives no reasons', () => {
  const text = explain('CO', '2026-11-24T10:00:00-05:00', 'America/Bogota');
  expect(text).toContain('SE PERMITE');
  expect(text).not.toContain('Lo impide');
});

describe('explainDecision() of a rule set aside', () => {
  const signed = [
    { rule: 'CO-HOUSE-DAY', reason: 'Dos créditos', signedBy: 'Ana Pérez', signedOn: '2026-11-01' },
  ];
  const reading = { profile: 'strict', setAside: ['CO-HOUSE-DAY', 'CL-37-SPACING-CLEAR'] } as const;
  const at = instantFromIso('2026-11-24T10:00:00-05:00');
  const told = (prior: readonly PriorContact[], by: readonly LenientRule[] = signed): string =>
    explainDecision(law.lawbook('CO'), aRequest({ at, channel: 'sms', prior }), reading, by);
  const today: PriorContact = { at: at - 3_600_000, channel: 'sms', outcome: 'unanswered' };

  test('names it with its article, its reason, who signed and when, and how both profiles differ', () => {
    const text = told([today]);
    expect(text).toContain('Lectura estricta sin CO-HOUSE-DAY: SE PERMITE el contacto.');
    expect(text).toMatch(/Lo impediría la lectura estricta, y se deja de lado:\n {2}CO-HOUSE-DAY \(CO\): /);
    expect(text).toContain(
      '    Motivo: «Dos créditos». Firmó Ana Pérez el domingo 1 de noviembre de 2026.',
    );
    expect(text).toContain('Lectura estricta: no se permitiría, por CO-HOUSE-DAY (política interna).');
    expect(text).toContain('Lectura permisiva: dice lo mismo.');
  });

  test('says so when nobody has signed', () => {
    expect(told([today], [])).toContain('Sin motivo ni firma');
  });

  test('does not speak of it where it was not in the way', () => {
    expect(told([])).not.toContain('se deja de lado');
  });

  test('tells what denies all the same', () => {
    const text = told([{ ...today, outcome: 'direct' }]);
    expect(text).toMatch(/NO SE PERMITE[^]*Lo impide:\n {2}CO-2300-3-DAY[^]*se deja de lado:\n {2}CO-HOUSE-DAY/);
  });
});
