import { join } from 'node:path';
import { z } from 'zod';
import { readDataFile } from './data-file';
import type { Counts } from './tally';

/** What the product ships; see docs/simulator.md. */
export const PRICES_FILE = join(__dirname, 'data', 'prices.yaml');

const price = z.int().min(0).describe('millionths of the currency for one contact');
const kinds = { email: price, sms: price, whatsapp: price, letter: price, voice: price, tasks: price };

const pricesSchema = z.strictObject({
  prices: z.string().min(1).describe('name of the price book'),
  currency: z.literal('USD').describe('the currency of all prices'),
  default: z.strictObject(kinds).describe('prices where a place gives none'),
  places: z
    .record(
      z.string(),
      z.partialRecord(z.enum(['email', 'sms', 'whatsapp', 'letter', 'voice', 'tasks']), price),
    )
    .describe('prices by place'),
});

export type PriceBook = z.output<typeof pricesSchema>;
export type PricedKind = keyof PriceBook['default'];

/**
 * Reads a price book.
 *
 * @throws {RecobroError} `simulation.badFile` naming file, line and remedy.
 */
export const loadPrices = (file = PRICES_FILE): PriceBook => readDataFile(file, pricesSchema);

/** Price of one contact in millionths; an overlay (`BR-SP`) takes its country's. */
export function priceOf({ places, default: others }: PriceBook, place: string, kind: PricedKind): number {
  return places[place]?.[kind] ?? places[place.split('-')[0] ?? '']?.[kind] ?? others[kind];
}

/** Cost by kind of contact, in millionths of the price book's currency. `counts`: place → kind → contacts. */
export function costs(prices: PriceBook, contacts: Counts, tasks: Counts): Record<string, number> {
  const sum: Record<string, number> = {};
  const add = (kind: PricedKind, place: string, count: number): void => {
    sum[kind] = (sum[kind] ?? 0) + count * priceOf(prices, place, kind);
  };
  for (const [place, row] of Object.entries(contacts))
    for (const [channel, count] of Object.entries(row)) if (isPriced(channel)) add(channel, place, count);
  for (const [place, row] of Object.entries(tasks))
    for (const count of Object.values(row)) add('tasks', place, count);
  return sum;
}

const isPriced = (kind: string): kind is PricedKind =>
  ['email', 'sms', 'whatsapp', 'letter', 'voice', 'tasks'].includes(kind);
