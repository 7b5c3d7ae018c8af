import { currencyDecimals } from './money';

// Words of Spanish, Portuguese and English together: a message must not hide behind the language it claims to be in.
// Texts are compared folded: lower case, without accents (`foldText`).

/** Whole words or phrases, as an expression on folded text. */
const words = (...phrases: readonly string[]): RegExp =>
  new RegExp(`(?<!\\p{L})(?:${phrases.join('|')})(?!\\p{L})`, 'u');

/** `first`, and within the same sentence one of `then`. */
const near = (first: string, then: string): string => `(?:${first})[^.?!]{0,48}(?:${then})`;

const MONEY = `(?:(?:${Object.keys(currencyDecimals).join('|').toLowerCase()}|[$€]|r\\$|s/)\\s?\\d[\\d.,]*)`;

const otherPeople = {
  es: 'su (?:jefe|empleador|familia|esposa|esposo|trabajo)|sus (?:vecinos|familiares|companeros)',
  pt: 'seu (?:chefe|patrao|trabalho)|sua familia|seus vizinhos',
  en: 'your (?:boss|employer|family|workplace|neighbou?rs)',
} as const;

/** What courts write, or who they are: a message with these looks like one of theirs. */
export const courtLook = words(
  ...[
    'juzgados?',
    'tribunal(?:es)?',
    'juez(?:a|es)?',
    'judicial(?:es|mente)?',
    'corte suprema',
    'cedula de notificacion',
  ],
  ...['(?:proceso|juicio|titulo) ejecutivo', 'ejecucion forzada', 'allanamiento', 'actuari[oa]s?'],
  ...['autos caratulados', 'mandamiento', 'exhorto', 'emplaza\\w*', 'comparezca', 'expediente'],
  ...['juizo', 'juiz(?:a|es)?', 'tribunais', 'judiciais', 'oficial de justica', 'mandado de \\w+'],
  ...['courts?', 'judges?', 'summons', 'subpoena', 'writs?', 'docket'],
);

/** What is done in courts. */
export const courtActs = words(
  ...[
    'demandas?',
    'demandad[oa]s?',
    'demandar\\w*',
    'juicios?',
    'embargos?',
    'embargar\\w*',
    'remate de \\w+',
    'querella',
  ],
  ...[
    'acci(?:on|ones) legal(?:es)?',
    '(?:via|accion|acciones|proceso) judicial(?:es)?',
    'medidas? cautelar(?:es)?',
    'denuncia penal',
  ],
  ...[
    'processo judicial',
    'processad[oa]s?',
    'ac(?:ao|oes) judicia(?:l|is)',
    'penhoras?',
    'protesto',
    'cartorio',
    'na justica',
  ],
  ...[
    'lawsuits?',
    'sue',
    'sued',
    'suing',
    'legal action',
    'garnish\\w*',
    'seiz(?:e|ed|ure|ing)',
    'foreclos\\w+',
    'litigation',
  ],
);

export const legalCounsel = words(
  ...['abogad[oa]s?', 'estudio juridico', 'bufete', '(?:area|departamento) (?:legal|juridic[oa])'],
  ...['advogad[oa]s?', 'escritorio juridico', 'attorneys?', 'lawyers?', 'law firm', 'legal department'],
);

export const threats = words(
  ...[
    'amenaz\\w+',
    'atengase',
    'consecuencias',
    'no nos obligue',
    'se arrepentira',
    'carcel',
    'prision',
    'pres[oa]',
  ],
  ...['policia', 'tomaremos medidas', 'nos veremos (?:obligados|forzados)', 'perdera su', 'perdera sus'],
  ...['ameac\\w+', 'consequencias', 'cadeia', 'prisao', 'nao nos obrigue', 'tomaremos providencias'],
  ...['threat\\w*', 'or else', 'consequences', 'jail', 'prison', 'arrest(?:ed)?', 'police', 'you will lose'],
);

/** With an act of courts in the same message these make it a threat. */
export const conditions = words(
  ...['si no paga', 'de no pagar', 'de lo contrario', 'caso contrario', 'en caso de no pag\\w+'],
  ...['se nao pagar', 'do contrario', 'otherwise', 'unless you pay', "if you (?:do not|don't|fail to) pay"],
);

export const coercion = words(
  ...['iremos a su (?:casa|domicilio)', 'visitaremos su (?:casa|domicilio)'],
  ...['iremos (?:a|ate) sua casa', 'we will (?:come to|visit) your (?:home|house)'],
  ...['sabemos donde (?:vive|trabaja|esta)', 'sabemos onde', 'we know where you'],
  '(?:bloquearemos|vamos a bloquear|vamos bloquear|we will (?:block|lock)) (?:su|seu|your) \\w+',
  near(
    'hablaremos|llamaremos|contactaremos|informaremos|avisaremos|iremos|visitaremos|' +
      'vamos a (?:hablar|llamar|contactar|informar|avisar|ir|visitar)',
    otherPeople.es,
  ),
  near(
    'falaremos|ligaremos|avisaremos|informaremos|iremos|visitaremos|vamos (?:falar|ligar|avisar|informar|visitar)',
    otherPeople.pt,
  ),
  near('(?:we will|we shall|going to) (?:call|tell|contact|inform|visit)', otherPeople.en),
);

export const shaming = words(
  ...[
    'moros[oa]s?',
    'lista de (?:deudores|morosos)',
    'publicaremos',
    'todos (?:sabran|se enteraran)',
    'verguenza',
  ],
  ...['caloteir[oa]s?', 'lista de (?:devedores|inadimplentes|caloteiros)', 'divulgaremos', 'vergonha'],
  ...['deadbeats?', 'shame\\w*', 'publish your name', 'everyone will know'],
);

export const insults = words(
  ...[
    'sinverguenza',
    'estafador(?:a|es)?',
    'ladron(?:a|es)?',
    'mala paga',
    'trampos[oa]',
    'caradura',
    'irresponsable',
    'mentiros[oa]',
  ],
  ...[
    'caloteir[oa]s?',
    'vagabund[oa]',
    'ladrao',
    'mau pagador',
    'golpista',
    'irresponsavel',
    'thief',
    'crook',
    'liar',
    'deadbeats?',
  ],
);

export const publicBodies = words(
  ...[
    'ministerio',
    'fiscalia',
    'superintendencia',
    'procuraduria',
    'poder judicial',
    'policia',
    'gobierno',
    'banco central',
  ],
  ...[
    'secretaria de \\w+',
    'defensoria',
    'condusef',
    'profeco',
    'sernac',
    'indecopi',
    'sunat',
    'dian',
    'afip',
    'sedeco',
  ],
  ...[
    'procon',
    'receita federal',
    'governo',
    'ministry',
    'government',
    'department of justice',
    'internal revenue',
    'irs',
    'agencia tributaria',
    'contraloria',
    'sheriff',
  ],
);

export const asksReason = words(
  near(
    'por que|cual (?:es|fue) (?:el|la) (?:motivo|razon|causa)|motivo (?:del|de su)|razon (?:del|de su)',
    'no (?:ha|han|pudo|puede|pag\\w*)|atraso|retraso|mora|impago|incumpl\\w*',
  ),
  near('por que|qual (?:e|foi) o motivo|motivo d[oe]', 'nao (?:pag\\w*|tem pag\\w*)|atraso|inadimpl\\w*'),
  near(
    'why|what is the reason|reason (?:for|why)',
    "not paid|haven't paid|not pay|didn't pay|unpaid|late|default",
  ),
);

export const collectorAccount = words(
  near(
    'deposit\\w+|transfier\\w+|transferi\\w+|consign\\w+|pague|pagar',
    'nuestra cuenta|mi cuenta|cuenta personal|' +
      'cuenta (?:del|de su|de nuestr[oa]|de la) (?:despacho|estudio|cobrador|gestor|asesor|agencia|abogado)',
  ),
  near(
    'deposit\\w+|transfira|transferir|pague',
    'nossa conta|minha conta|conta (?:do|de nosso|do seu) (?:escritorio|cobrador)',
  ),
  near('deposit|transfer|wire|pay', 'our (?:own )?account|my account'),
);

export const recording = words(
  near('llamada|conversacion|comunicacion', '(?:se|sera|es|esta siendo|queda|puede ser) graba(?:da)?'),
  near('ligacao|chamada|conversa', '(?:e|sera|esta sendo|pode ser) gravada'),
  near('call|conversation', '(?:is|will be|may be|is being) recorded'),
);

export const collectorDisclosure = words(
  ...[
    'cobrador(?:a)? de deudas',
    '(?:agencia|empresa) de cobranzas?',
    'cobrador(?:a)? de dividas',
    'empresa de cobranca',
  ],
  ...['debt collector', 'collection agency'],
);

export const paymentMeans = words('medios de pago', 'meios de pagamento', 'means of payment', 'ways to pay');

export const unwanted = words(
  ...[
    '(?:no desea|prefiere no|no quiere) recibir',
    '(?:nao deseja|preferir nao|prefere nao|nao quer) receber',
  ],
  ...['do not want', 'prefer not to (?:get|receive)', 'opt out', 'unsubscribe'],
);

/** Answers that stop a channel, in capitals as the inbound parser understands them. */
export const stopKeywords = /(?<!\p{L})(?:BAJA|SAIR|STOP)(?!\p{L})/u;

export const money = new RegExp(`(?<!\\p{L})${MONEY}`, 'u');

/** A heading, at least one part, and the total, each with its amount. */
export const breakdown = new RegExp(
  `(?<!\\p{L})(?:detalle|desglose|detalhe|detalhamento|discriminacao|breakdown|details?)\\s?:[^]*?${MONEY}[^]*?total[^]*?${MONEY}`,
  'u',
);

/** Lower case, without accents, with single spaces: `Último  AVISO` → `ultimo aviso`. */
export const foldText = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/gu, ' ');
