import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { SendChannel } from '../../domain/channel';
import { sendChannels } from '../../domain/channel';
import type { Person } from '../../domain/person';
import type { Strategy } from '../../domain/strategy';
import type { Instant } from '../../domain/time/calendar';
import { dayFromIso, instantFromIso } from '../../domain/time/calendar';
import type { Opening } from '../../domain/case/open';
import { mergeOverrides } from '../../policy/strategy/merge';
import { strategyFromData } from '../../policy/strategy/parse';
import type { ScenarioEvent, ScenarioExpectation, ScenarioFile } from './format';
import { scenarioSchema } from './format';

export interface StoryAccount extends Opening {
  readonly person: string;
}

/** A scenario as both engines run it. */
export interface Story {
  readonly id: string;
  readonly strategy: Strategy;
  /** In file order, which is the order of acting at one instant. */
  readonly accounts: readonly StoryAccount[];
  readonly persons: readonly Person[];
  readonly events: readonly (ScenarioEvent & { readonly instant: Instant })[];
  readonly until: Instant;
  /** Local dates for which the trace must give the days. */
  readonly dates: readonly string[];
  readonly expect: ScenarioExpectation;
}

/**
 * Reads a scenario file of one or more documents.
 *
 * @throws {Error} naming file, document and field when a document is not a scenario.
 */
export function loadStories(file: string): Story[] {
  const documents = parseAllDocuments(readFileSync(file, 'utf8'));
  if (!Array.isArray(documents)) return [];
  return documents
    .map((document): unknown => document.toJS())
    .filter((data) => data !== null && data !== undefined)
    .map((data, index) => toStory(checked(data, `${file}, document ${index + 1}`), dirname(file)));
}

/** Whether the file holds scenarios, and not a strategy that lies beside them. */
export const isScenarioFile = (file: string): boolean => /^scenario:/m.test(readFileSync(file, 'utf8'));

function checked(data: unknown, place: string): ScenarioFile {
  const parsed = scenarioSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new Error(`Cannot run ${place}: ${z.prettifyError(parsed.error)}`);
}

function toStory(file: ScenarioFile, folder: string): Story {
  return {
    id: file.scenario,
    strategy: strategyOf(file, folder),
    accounts: file.accounts.map(({ person, debts, opened, ...account }) => ({
      account: account.id,
      person: person.id,
      zone: person.zone,
      currency: account.currency,
      opened: instantFromIso(opened),
      debts: debts.map((debt) => ({ ...debt, due: dayFromIso(debt.due) })),
    })),
    persons: personsOf(file),
    events: file.events.map((event) => ({ ...event, instant: instantFromIso(event.at) })),
    until: instantFromIso(file.until),
    dates: datesOf(file.expect?.days ?? {}),
    expect: file.expect ?? {},
  };
}

function strategyOf(file: ScenarioFile, folder: string): Strategy {
  const [base] = parseAllDocuments(readFileSync(join(folder, file.strategy), 'utf8'));
  const result = strategyFromData(mergeOverrides(base?.toJS(), file.overrides ?? {}), file.strategy);
  if (result.ok) return result.strategy;
  const problems = result.problems.map(({ path, message, remedy }) => `${path}: ${message}; ${remedy}`);
  throw new Error(`Cannot run ${file.scenario}: its strategy is wrong: ${problems.join(' | ')}`);
}

function personsOf(file: ScenarioFile): Person[] {
  const persons = new Map<string, Person>();
  for (const { person } of file.accounts) {
    if (persons.has(person.id)) continue;
    persons.set(person.id, {
      id: person.id,
      name: person.id,
      jurisdiction: person.jurisdiction,
      zones: [person.zone],
      language: 'es',
      kind: 'consumer',
      addresses: addressesOf(person),
      dead: [],
      consent: person.consent,
      optedOut: [],
      facts: [],
      contacts: [],
    });
  }
  return [...persons.values()];
}

function addressesOf(
  person: ScenarioFile['accounts'][number]['person'],
): Partial<Record<SendChannel, string>> {
  const known = sendChannels.map((channel) => [channel, person[channel]] as const);
  return Object.fromEntries(known.filter(([, address]) => typeof address === 'string'));
}

/** `days` is `{date: …}` or, with several accounts, `{account: {date: …}}`. */
function datesOf(days: Readonly<Record<string, unknown>>): string[] {
  const isDate = (key: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(key);
  const nested = Object.values(days).flatMap((value) =>
    typeof value === 'object' && value !== null ? Object.keys(value) : [],
  );
  return [...new Set([...Object.keys(days), ...nested].filter(isDate))].sort();
}
