/** What somebody wants who answers a message with a keyword. */
export type ReplyIntent = 'opt_out' | 'opt_out_all' | 'opt_in' | 'help';

/**
 * Reads a reply as a keyword in Spanish, Portuguese or English, whatever its case, accents, punctuation and politeness.
 * Null for everything else: an ordinary sentence is for a person to read. "Cancelar" alone is a keyword; with anything
 * that is owed it means to pay.
 */
export function optOutIntent(text: string): ReplyIntent | null {
  const words = wordsOf(text);
  const found = words.length === 0 || words.length > MOST_WORDS ? undefined : longestKeyword(words);
  if (!found) return null;
  const rest = found.rest.filter((word) => !found.phrase.includes(word));
  if (!rest.every((word) => SUBJECTS.has(word))) return null;
  const isEverything = rest.some((word) => EVERYTHING.has(word));
  if (isEverything && MEANS_TO_PAY.has(found.phrase[0] ?? '')) return null;
  return found.intent === 'opt_out' && isEverything ? 'opt_out_all' : found.intent;
}

/** Longer texts are letters, not keywords. */
const MOST_WORDS = 14;

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !POLITE.has(word));

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** Left out before anything is read. */
const POLITE = set(
  'por favor porfavor porfa pls please plis gracias obrigado obrigada thanks thank you hola ola oi hi hello buenas buenos ' +
    'dias tardes noches bom boa dia tarde noite señor senor senora senhor senhora sr sra estimados ya ja now ahora agora ok',
);

/** What may follow a keyword: the messages, how they come, and where from; never a debt, a payment or a date. */
const SUBJECTS = set(
  'mensaje mensajes mensagem mensagens message messages msg msgs msj sms whatsapp wsp email emails mail mails correo correos ' +
    'texto textos text texts texting lista list suscripcion inscricao assinatura subscription servicio servico service ' +
    'notificaciones notificacoes notifications avisos recordatorios lembretes reminders publicidad alertas ' +
    'numero number minha your de del la las los el lo a o os as do da dos das the from to of this these esta este estas estos mi mis me meu meus my mas mais ' +
    'enviar envien envie enviarme mandar manden mande mandarme mandem escribir escriban escribirme recibir receber sending send ' +
    'contactar contacten contactarme llamar llamen llamarme ligar messaging contacting calling ' +
    'all todo todos toda todas tudo everything total canales canais channels',
);

const EVERYTHING = set('all todo todos toda todas tudo everything total');

/** "Cancelar todo" is what somebody says who wants to pay everything. */
const MEANS_TO_PAY = set('cancelar cancela cancelen');

const KEYWORDS: Readonly<Record<ReplyIntent, readonly string[]>> = {
  opt_out: [
    ...[
      'baja',
      'dar baja',
      'de baja',
      'dar de baja',
      'darme de baja',
      'dame de baja',
      'deme de baja',
      'denme de baja',
      'darse de baja',
      'quiero que me den de baja',
    ],
    ...[
      'quiero darme de baja',
      'quiero la baja',
      'solicito la baja',
      'solicito baja',
      'me quiero dar de baja',
      'deseo darme de baja',
    ],
    ...[
      'salir',
      'salirme',
      'quiero salir',
      'parar',
      'paren',
      'pare',
      'parem',
      'detener',
      'detengan',
      'deten',
      'alto',
      'basta',
      'chega',
    ],
    ...[
      'no mas',
      'nomas',
      'nao mais',
      'no more',
      'no quiero mas',
      'no quiero recibir mas',
      'no deseo recibir mas',
      'nao quero mais',
    ],
    ...[
      'no quiero recibir',
      'no deseo recibir',
      'nao quero receber',
      'nao quero receber mais',
      'no enviar mas',
      'no envien mas',
    ],
    ...[
      'no me escriban',
      'no me escriba',
      'no me manden',
      'no me envien',
      'no me contacten',
      'no me llamen',
      'no molestar',
      'no molesten',
    ],
    ...[
      'nao me mande',
      'nao me mandem',
      'nao me envie',
      'nao enviar',
      'dejen de escribirme',
      'dejen de enviar',
      'dejen de mandar',
    ],
    ...[
      'cancelar',
      'cancela',
      'cancelen',
      'cancel',
      'sair',
      'quero sair',
      'descadastrar',
      'descadastre',
      'descadastro',
      'remover',
    ],
    ...[
      'stop',
      'unsubscribe',
      'unsuscribe',
      'unsubscribe me',
      'end',
      'quit',
      'revoke',
      'optout',
      'opt out',
      'remove',
      'remove me',
    ],
    ...[
      'no contactar',
      'no llamar',
      'dejen de llamarme',
      'dejen de llamar',
      'dejen de contactarme',
      'dejen de molestar',
      'dejen de molestarme',
      'para de mandar',
      'para de enviar',
      'para de escribirme',
      'nao perturbe',
      'nao envie mais',
      'nao envie',
    ],
    ...[
      'eliminar',
      'eliminarme',
      'eliminenme',
      'eliminame',
      'borrar',
      'borrarme',
      'borrenme',
      'borrame',
      'excluir',
      'me tira',
      'me tirem',
      'desactivar',
      'desativar',
      'desinscribir',
      'desinscribirme',
      'cancele',
    ],
    ...[
      'revoco autorizacion',
      'revoco mi autorizacion',
      'revoco la autorizacion',
      'revoco mi consentimiento',
      'revoco el consentimiento',
      'revogo minha autorizacao',
      'revogo meu consentimento',
    ],
    ...[
      'dont text',
      'do not text',
      'dont call',
      'do not call',
      'dont call me',
      'do not call me',
      'take me off',
      'leave me alone',
      'dont text me',
      'do not text me',
      'dont contact me',
      'do not contact me',
      'desuscribir',
      'desuscribirme',
      'desuscribanme',
    ],
  ],
  opt_out_all: [
    'stopall',
    'stop all',
    'baja total',
    'parar todo',
    'parar tudo',
    'sair de tudo',
    'unsubscribe all',
  ],
  opt_in: [
    ...[
      'alta',
      'dar de alta',
      'darme de alta',
      'quiero darme de alta',
      'start',
      'unstop',
      'subscribe',
      'suscribir',
      'suscribirme',
    ],
    ...[
      'reactivar',
      'activar',
      'reanudar',
      'reativar',
      'ativar',
      'voltar',
      'cadastrar',
      'opt in',
      'optin',
      'resume',
    ],
  ],
  help: [
    'ayuda',
    'ajuda',
    'help',
    'info',
    'informacion',
    'informacao',
    'information',
    'necesito ayuda',
    'preciso de ajuda',
    'i need help',
  ],
};

interface Keyword {
  readonly intent: ReplyIntent;
  readonly phrase: readonly string[];
}

/** Longest first, so that "stop all" is not read as "stop". */
const BY_LENGTH: readonly Keyword[] = (['opt_out', 'opt_out_all', 'opt_in', 'help'] as const)
  .flatMap((intent) => KEYWORDS[intent].map((phrase) => ({ intent, phrase: phrase.split(' ') })))
  .sort((a, b) => b.phrase.length - a.phrase.length);

function longestKeyword(words: readonly string[]): (Keyword & { rest: readonly string[] }) | undefined {
  const found = BY_LENGTH.find(({ phrase }) => phrase.every((word, index) => words[index] === word));
  return found && { ...found, rest: words.slice(found.phrase.length) };
}
