import Table from 'cli-table3';
import type { ArmComparison, ReadOut, Verdict } from '../../domain/experiment/read-out';
import type { Currency } from '../../domain/money';
import { currencyDecimals } from '../../domain/money';
import type { Language } from '../../domain/person';

const heads = {
  es: ['brazo', 'personas', 'pagaron', 'tasa', 'cobrado', 'costo', 'neto por persona'],
  pt: ['braço', 'pessoas', 'pagaram', 'taxa', 'recebido', 'custo', 'líquido por pessoa'],
  en: ['arm', 'persons', 'paid', 'rate', 'cash', 'cost', 'net per person'],
} satisfies Record<Language, readonly string[]>;

const verdicts: Readonly<Record<Language, Readonly<Record<Verdict, string>>>> = {
  es: { better: 'mejor', worse: 'peor', no_difference: 'sin diferencia demostrada' },
  pt: { better: 'melhor', worse: 'pior', no_difference: 'sem diferença demonstrada' },
  en: { better: 'better', worse: 'worse', no_difference: 'no difference shown' },
};

const withheldWords: Readonly<Record<Language, Readonly<Record<NonNullable<ReadOut['withheld']>, string>>>> =
  {
    es: {
      sample_ratio:
        'No se compara: el reparto entre brazos no es el planificado (p < 0,001). Revise la asignación antes de mirar resultados.',
      empty_arm: 'No se compara: hay un brazo sin personas.',
      too_early: 'No se compara todavía: algún brazo no llega al tamaño planificado.',
    },
    pt: {
      sample_ratio:
        'Não se compara: a divisão entre braços não é a planejada (p < 0,001). Revise a atribuição antes de olhar resultados.',
      empty_arm: 'Não se compara: há um braço sem pessoas.',
      too_early: 'Ainda não se compara: algum braço não chega ao tamanho planejado.',
    },
    en: {
      sample_ratio:
        'Not compared: the split between the arms is not the planned one (p < 0.001). Check the assignment before you look at results.',
      empty_arm: 'Not compared: an arm has no persons.',
      too_early: 'Not compared yet: an arm is smaller than planned.',
    },
  };

const lines = {
  es: { rate: 'pagan', net: 'neto por persona', versus: 'frente a', interval: 'intervalo del' },
  pt: { rate: 'pagam', net: 'líquido por pessoa', versus: 'diante de', interval: 'intervalo de' },
  en: { rate: 'pay', net: 'net per person', versus: 'against', interval: 'interval of' },
} satisfies Record<Language, Readonly<Record<string, string>>>;

/** A read-out for people. Amounts are whole units of the currency where it is known, else minor units. */
export function readOutWords(result: ReadOut, currency: Currency | null, language: Language): string {
  const money = moneyWriter(currency);
  const table = new Table({
    head: [...heads[language]],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  });
  for (const { arm, persons, paid, cash, cost, netPerPerson } of result.arms) {
    const rate = persons === 0 ? '–' : percent(paid / persons);
    table.push([arm, String(persons), String(paid), rate, money(cash), money(cost), money(netPerPerson)]);
  }
  const champion = result.arms[0]?.arm ?? '';
  const found = result.withheld
    ? [withheldWords[language][result.withheld]]
    : result.comparisons.flatMap((one) => comparisonLines(one, champion, result.alphaEach, money, language));
  return [table.toString(), '', ...found, ''].join('\n');
}

function comparisonLines(
  { arm, rate, rateVerdict, net }: ArmComparison,
  champion: string,
  alpha: number,
  money: (minor: number) => string,
  language: Language,
): string[] {
  const { versus, interval, ...words } = lines[language];
  const level = `${interval} ${percent(1 - alpha)}`;
  const points = (value: number): string => `${signed(value * 100, 2)} pp`;
  const rateRange = `${points(rate.interval.low)} … ${points(rate.interval.high)}`;
  const netRange = `${money(net.interval.low)} … ${money(net.interval.high)}`;
  return [
    `${arm} ${versus} ${champion}`,
    `  ${words.rate}: ${points(rate.difference)} (${level}: ${rateRange}; p = ${rate.pValue.toFixed(4)}): ${verdicts[language][rateVerdict]}`,
    `  ${words.net}: ${money(net.difference)} (${level}: ${netRange}): ${verdicts[language][net.verdict]}`,
  ];
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

const signed = (value: number, digits: number): string => `${value >= 0 ? '+' : ''}${value.toFixed(digits)}`;

function moneyWriter(currency: Currency | null): (minor: number) => string {
  if (currency === null) return (minor) => minor.toFixed(0);
  const decimals = currencyDecimals[currency];
  return (minor) => `${currency} ${(minor / 10 ** decimals).toFixed(decimals)}`;
}
