import type { Currency } from '../../domain/money';

type Names = readonly [string, ...string[]];

/** What the debtors of one place look like. Nobody and no company of these names is meant. */
export interface Place {
  readonly code: 'CO' | 'MX' | 'CL' | 'BR';
  readonly jurisdiction: string;
  readonly language: 'es' | 'pt';
  readonly currency: Currency;
  readonly persons: number;
  readonly zones: Names;
  readonly cities: Names;
  readonly firstNames: Names;
  readonly surnames: Names;
  readonly companySuffix: string;
  readonly street: string;
  /** Major units of one debt, lowest and highest, per strategy; `step` is what they are a multiple of, in minor units. */
  readonly amounts: Readonly<Record<StrategyId, readonly [number, number]>>;
  readonly step: number;
  /** E.164 number of the nth person, in a range of zeros that is valid in form and not meant to ring. */
  phone(ordinal: number): string;
}

export const strategyIds = ['consumo', 'facturas-b2b', 'servicios'] as const;
export type StrategyId = (typeof strategyIds)[number];

const digits = (ordinal: number, length: number): string => String(ordinal).padStart(length, '0');

const spanishFirst: Names = [
  'Ana',
  'Beatriz',
  'Camila',
  'Daniela',
  'Elena',
  'Fabiola',
  'Gloria',
  'Inés',
  'Lucía',
  'Marcela',
  'Andrés',
  'Bruno',
  'Carlos',
  'Diego',
  'Esteban',
  'Felipe',
  'Gonzalo',
  'Iván',
  'Julián',
  'Martín',
];
const spanishLast: Names = [
  'Ardila',
  'Bermúdez',
  'Cáceres',
  'Dávila',
  'Espinosa',
  'Fajardo',
  'Garay',
  'Hinojosa',
  'Iriarte',
  'Jaramillo',
  'Lozano',
  'Montaño',
  'Navas',
  'Ocampo',
  'Peña',
  'Quiroga',
  'Rincón',
  'Sarmiento',
  'Toledo',
  'Urrutia',
];
const portugueseFirst: Names = [
  'Aline',
  'Beatriz',
  'Carla',
  'Denise',
  'Eduarda',
  'Fernanda',
  'Helena',
  'Joana',
  'Larissa',
  'Mônica',
  'André',
  'Bruno',
  'Caio',
  'Davi',
  'Fábio',
  'Gustavo',
  'João',
  'Luís',
  'Márcio',
  'Otávio',
];
const portugueseLast: Names = [
  'Abreu',
  'Barcelos',
  'Camargo',
  'Dantas',
  'Esteves',
  'Figueira',
  'Gonçalves',
  'Junqueira',
  'Leitão',
  'Macedo',
  'Novaes',
  'Paixão',
  'Queirós',
  'Ramalho',
  'Sampaio',
  'Teles',
  'Valadão',
  'Xavier',
  'Brandão',
  'Magalhães',
];

const spanish = { language: 'es', firstNames: spanishFirst, surnames: spanishLast } as const;

export const places: readonly Place[] = [
  {
    ...spanish,
    code: 'CO',
    jurisdiction: 'CO',
    currency: 'COP',
    persons: 80,
    zones: ['America/Bogota'],
    cities: ['Bogotá', 'Medellín', 'Cali', 'Barranquilla', 'Bucaramanga'],
    companySuffix: 'SAS',
    street: 'Calle Ejemplo',
    amounts: {
      consumo: [80_000, 900_000],
      'facturas-b2b': [1_500_000, 18_000_000],
      servicios: [40_000, 250_000],
    },
    step: 10_000,
    phone: (ordinal) => `+573000000${digits(ordinal, 3)}`,
  },
  {
    ...spanish,
    code: 'MX',
    jurisdiction: 'MX',
    currency: 'MXN',
    persons: 50,
    zones: [
      'America/Mexico_City',
      'America/Mexico_City',
      'America/Mexico_City',
      'America/Monterrey',
      'America/Tijuana',
    ],
    cities: ['Ciudad de México', 'Puebla', 'Querétaro', 'Mérida'],
    companySuffix: 'SA de CV',
    street: 'Avenida Ejemplo',
    amounts: { consumo: [450, 6_500], 'facturas-b2b': [9_000, 120_000], servicios: [250, 1_600] },
    step: 50,
    phone: (ordinal) => `+5255000000${digits(ordinal, 2)}`,
  },
  {
    ...spanish,
    code: 'CL',
    jurisdiction: 'CL',
    currency: 'CLP',
    persons: 35,
    zones: ['America/Santiago', 'America/Santiago', 'America/Santiago', 'America/Punta_Arenas'],
    cities: ['Santiago', 'Valparaíso', 'Concepción', 'Temuco'],
    companySuffix: 'SpA',
    street: 'Pasaje Ejemplo',
    amounts: {
      consumo: [30_000, 380_000],
      'facturas-b2b': [400_000, 6_000_000],
      servicios: [15_000, 90_000],
    },
    step: 10,
    phone: (ordinal) => `+569200000${digits(ordinal, 2)}`,
  },
  {
    code: 'BR',
    jurisdiction: 'BR-SP',
    language: 'pt',
    currency: 'BRL',
    persons: 35,
    zones: ['America/Sao_Paulo'],
    cities: ['São Paulo', 'Campinas', 'Santos', 'Sorocaba'],
    firstNames: portugueseFirst,
    surnames: portugueseLast,
    companySuffix: 'Ltda',
    street: 'Rua Exemplo',
    amounts: { consumo: [120, 2_400], 'facturas-b2b': [2_500, 38_000], servicios: [60, 420] },
    step: 1,
    phone: (ordinal) => `+55119000000${digits(ordinal, 2)}`,
  },
];
