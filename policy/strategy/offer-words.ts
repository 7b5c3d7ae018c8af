import type { Language } from '../../domain/person';
import type { Incentive, LenientRule, NegotiationTerms, Notice, Strategy } from '../../domain/strategy';
import { conditionWords, nameOfValue } from './words';

type Say = (es: string, pt: string, en: string) => string;

const sayIn =
  (language: Language): Say =>
  (es, pt, en) =>
    ({ es, pt, en })[language];

const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`;

/** A discount as a manager says it. */
export function incentiveWords(incentive: Incentive, language: Language): string {
  const say = sayIn(language);
  const { share, of, withinDays, fromDay, once, when } = incentive;
  const what =
    of === 'interest'
      ? say('de los intereses vencidos', 'dos juros vencidos', 'of the overdue interest')
      : say('de lo vencido', 'do vencido', 'of what is overdue');
  const time = say(
    `pagando dentro de ${withinDays} días, desde el día ${fromDay}`,
    `pagando em até ${withinDays} dias, a partir do dia ${fromDay}`,
    `when paid within ${withinDays} days, from day ${fromDay}`,
  );
  const often = once
    ? say('una vez por caso', 'uma vez por caso', 'once a case')
    : say('una vez por deuda', 'uma vez por dívida', 'once a debt');
  const whom = when ? `; ${say('si', 'se', 'if')} ${conditionWords(when, language)}` : '';
  return `${percent(share)} ${what} ${time}, ${often}${whom}`;
}

/** The limits of settlements as a manager says them. */
export function negotiationWords(terms: NegotiationTerms, language: Language): string {
  const say = sayIn(language);
  const { maxDiscount, maxDaysAhead, approvalAbove, maxInstalments, graceDays } = terms;
  const approval =
    approvalAbove < maxDiscount
      ? say(
          `, con aprobación por encima de ${percent(approvalAbove)}`,
          `, com aprovação acima de ${percent(approvalAbove)}`,
          `, with approval above ${percent(approvalAbove)}`,
        )
      : '';
  return say(
    `quita de hasta ${percent(maxDiscount)}${approval}, a ${maxDaysAhead} días como máximo, en ${maxInstalments} pago(s), ${graceDays} día(s) de gracia`,
    `desconto de até ${percent(maxDiscount)}${approval}, em no máximo ${maxDaysAhead} dias, em ${maxInstalments} pagamento(s), ${graceDays} dia(s) de carência`,
    `up to ${percent(maxDiscount)} off${approval}, at most ${maxDaysAhead} days ahead, in ${maxInstalments} payment(s), ${graceDays} day(s) of grace`,
  );
}

/** A message about an event as a manager says it. */
export function noticeWords(
  { on, via, template, freshDays, daysBefore }: Notice,
  language: Language,
): string {
  const say = sayIn(language);
  const channels = via.map((channel) => nameOfValue(channel, language)).join(say(' o ', ' ou ', ' or '));
  const before =
    on === 'instalment_near'
      ? say(`, ${daysBefore} días antes`, `, ${daysBefore} dias antes`, `, ${daysBefore} days before`)
      : '';
  const fresh = say(
    `hasta ${freshDays} días después`,
    `até ${freshDays} dias depois`,
    `up to ${freshDays} days later`,
  );
  return `${nameOfValue(on, language)}${before}: ${channels}, «${template}», ${fresh}`;
}

/** Why a rule is set aside and who answers for it, as a manager says it. */
export function lenientRuleWords({ reason, signedBy, signedOn }: LenientRule, language: Language): string {
  const say = sayIn(language);
  return `«${reason}», ${say('firma', 'assina', 'signed by')} ${signedBy}, ${signedOn}`;
}

/** Rules set aside, notices, discounts and limits of settlements, a line each. */
export function agreementLines(
  {
    lenientRules = [],
    notices = [],
    incentives = [],
    negotiation,
  }: Pick<Strategy, 'lenientRules' | 'notices' | 'incentives' | 'negotiation'>,
  language: Language,
): string[] {
  const say = sayIn(language);
  return [
    ...lenientRules.map(
      (one) =>
        `${say('Regla que se deja de lado', 'Regra que se deixa de lado', 'Rule set aside')} ${one.rule}: ${lenientRuleWords(one, language)}`,
    ),
    ...notices.map((notice) => `${say('Aviso', 'Aviso', 'Notice')}: ${noticeWords(notice, language)}`),
    ...incentives.map(
      (one) => `${say('Descuento', 'Desconto', 'Discount')} «${one.id}»: ${incentiveWords(one, language)}`,
    ),
    ...(negotiation
      ? [`${say('Acuerdos', 'Acordos', 'Settlements')}: ${negotiationWords(negotiation, language)}`]
      : []),
  ];
}
