import { randomUUID } from 'node:crypto';
import type { Instant } from '../../domain/time/calendar';
import { HOUR_MS, SECOND_MS, isoFromDay } from '../../domain/time/calendar';
import { localDay, localSecond } from '../../domain/time/zones';

/** Where the debtors of the check may live: in one of them it is far from midnight, whenever it runs. */
const ZONES = ['America/Bogota', 'Europe/Madrid'] as const;
const EARLY = 3 * (HOUR_MS / SECOND_MS);
const LATE = 21 * (HOUR_MS / SECOND_MS);

/** What each debtor owes, in minor units of COP. */
export const DEBT = 15_000_000;

/** A loan with one instalment that fell due yesterday, so that its first message is due today. */
export function loanOf(id: string, now: Instant) {
  const isDay = (zone: string): boolean => localSecond(now, zone) > EARLY && localSecond(now, zone) < LATE;
  const zone = ZONES.find(isDay) ?? ZONES[0];
  return {
    id,
    person: {
      ...{ id: `P-${id}`, name: 'Ana Ejemplo', jurisdiction: 'XX', zone, language: 'es', kind: 'consumer' },
      addresses: { email: mailOf(id), sms: smsOf(id) },
      consent: ['email', 'sms'],
    },
    ...{ currency: 'COP', strategy: 'despliegue' },
    debts: [{ id: 'cuota-1', due: isoFromDay(localDay(now, zone) - 1), amount: DEBT }],
  };
}

export const mailOf = (account: string): string => `${account.toLowerCase()}@debtors.example`;
export const smsOf = (account: string): string => `+57300555000${account.slice(-1)}`;

/** Stripe's event of a payment for an account. @param amount Minor units. */
export function paidEvent(account: string, amount: number, now: Instant): unknown {
  const created = Math.floor(now / SECOND_MS);
  return {
    ...{ id: `evt_${randomUUID()}`, object: 'event', type: 'payment_intent.succeeded', created },
    data: {
      object: {
        ...{ id: `pi_${account}_${amount}`, object: 'payment_intent', status: 'succeeded' },
        ...{ amount, amount_received: amount, currency: 'cop', created },
        metadata: { recobro_account: account },
      },
    },
  };
}
