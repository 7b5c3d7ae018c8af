import fc from 'fast-check';
import type { ReplyIntent } from '../../domain/keywords';
import { optOutIntent } from '../../domain/keywords';

const keywords: Readonly<Record<ReplyIntent, readonly string[]>> = {
  opt_out: [
    ...['BAJA', 'Salir', 'PARAR', 'NO MAS', 'No más', 'CANCELAR', 'Detener', 'SAIR', 'PARE', 'DESCADASTRAR'],
    ...['STOP', 'Unsubscribe', 'END', 'QUIT', 'CANCEL', 'opt-out', 'OPTOUT', 'revoke'],
    ...[
      '  baja. ',
      '«BAJA»',
      'Baja, por favor',
      'Por favor: ¡BAJA!',
      'stop please',
      'STOP!!! 🛑',
      'Stop. Stop. STOP',
    ],
    ...[
      'Quiero darme de baja',
      'dar de baja por favor',
      'Buenos días, solicito la baja, gracias',
      'baja sms',
    ],
    ...[
      'no más mensajes',
      'No quiero recibir más mensajes',
      'No me escriban más',
      'paren de escribirme',
      'stop texting me',
    ],
    ...[
      'Por favor, quero sair da lista',
      'Não quero mais receber mensagens',
      'pare de me mandar mensagens',
      "Don't text me",
    ],
    ...['cancelar suscripción', 'Cancelar inscrição', 'no me llamen más', 'ＳＴＯＰ', 'Remover meu número'],
    ...[
      'Elimínenme de la lista',
      'Bórrenme',
      'dejen de llamarme',
      'no llamar',
      'Não envie mais',
      'Do not call',
    ],
    ...['Revoco mi autorización', 'quiero que me den de baja', 'take me off your list', 'me tira da lista'],
  ],
  opt_out_all: [
    'STOP ALL',
    'stopall',
    'baja total',
    'BAJA DE TODO',
    'parar tudo',
    'No más mensajes de todos los canales',
  ],
  opt_in: ['ALTA', 'start', 'UNSTOP', 'Quiero darme de alta', 'Voltar', 'suscribirme a los mensajes'],
  help: ['AYUDA', 'help', 'Ajuda!', 'info', 'Información por favor'],
};

const rows = (Object.keys(keywords) as ReplyIntent[]).flatMap((intent) =>
  // the keys of the line above
  keywords[intent].map((text) => ({ text, intent })),
);

test.each(rows)('"$text" means $intent', ({ text, intent }) => {
  expect(optOutIntent(text)).toBe(intent);
});

test.each([
  'no voy a salir hoy',
  'puedo cancelar la deuda mañana',
  'quiero cancelar',
  'Quiero cancelar todo',
  'cancelar todo',
  'cancelar la cuota de marzo',
  'Ya pagué',
  'No',
  'no puedo pagar más',
  'La baja del interés me sirve',
  'el fin de mes pago, por favor no me corten',
  'At the end of the month',
  'end of this month',
  'I cannot stop working to go to the bank',
  'para mañana',
  'quando posso sair do trabalho eu pago',
  'info de la deuda',
  'necesito ayuda con mi pago',
  'me dieron de alta en el hospital',
  '',
  '¿?',
  '12345',
])('"%s" is for a person to read', (text) => {
  expect(optOutIntent(text)).toBeNull();
});

test('case, accents and punctuation never change what is meant', () => {
  const noise = fc
    .array(fc.constantFrom(' ', '.', '!', '…', '\n', '-'), { maxLength: 4 })
    .map((signs) => signs.join(''));
  fc.assert(
    fc.property(
      fc.constantFrom(...rows),
      noise,
      noise,
      fc.boolean(),
      ({ text, intent }, before, after, upper) => {
        const shouted = upper ? text.toUpperCase() : text.toLowerCase();
        expect(optOutIntent(`${before} ${shouted.normalize('NFD')} ${after}`)).toBe(intent);
      },
    ),
  );
});
