import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Document } from 'yaml';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { RecobroError } from '../../domain/errors';
import type { SendChannel } from '../../domain/channel';
import { sendChannels } from '../../domain/channel';
import type { Person } from '../../domain/person';
import type { Strategy } from '../../domain/strategy';
import type { Instant } from '../../domain/time/calendar';
import { instantFromIso } from '../../domain/time/calendar';
import type { Opening } from '../../domain/case/open';
import { mergeOverrides } from '../../policy/strategy/merge';
import { strategyFromData } from '../../policy/strategy/parse';
import type { ScenarioEvent, ScenarioExpectation, ScenarioFile } from './format';
import { debtOf } from './facts';
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
 * @throws {RecobroError} `scenario.unreadable`, or `scenario.bad` naming file, document and field.
 */
export function loadStories(file: string): Story[] {
  const documents = parseAllDocuments(textOf(file));
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document, index) => {
    const place = { file, document: index + 1 };
    const data = dataOf(document, place);
    return data === null || data === undefined ? [] : [toStory(checked(data, place), dirname(file), place)];
  });
}

/** Whether the file holds scenarios, and not a strategy that lies beside them. @throws {RecobroError} `scenario.unreadable` */
export const isScenarioFile = (file: string): boolean => /^scenario:/m.test(textOf(file));

/** Whether the file is a strategy, such as those that scenarios name. @throws {RecobroError} `scenario.unreadable` */
export const isStrategyFile = (file: string): boolean =>
  !isScenarioFile(file) && /^strategy:/m.test(textOf(file));

interface Place {
  readonly file: string;
  readonly document: number;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RecobroError('scenario.unreadable', `Cannot read ${file}: name an existing file (${reason})`, {
      file,
    });
  }
}

function dataOf(document: Document, place: Place): unknown {
  const [error] = document.errors;
  if (error) bad(place, '', `the YAML is malformed: ${error.message}`);
  return document.toJS();
}

function checked(data: unknown, place: Place): ScenarioFile {
  const parsed = scenarioSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return bad(place, issue?.path.join('.') ?? '', `\n${z.prettifyError(parsed.error)}`);
}

function bad({ file, document }: Place, field: string, problem: string): never {
  const message = `Cannot run ${file}, document ${document}, ${field || 'as a whole'}: ${problem}`;
  throw new RecobroError('scenario.bad', message, { file, document, field });
}

function toStory(file: ScenarioFile, folder: string, place: Place): Story {
  return {
    id: file.scenario,
    strategy: strategyOf(file, folder, place),
    accounts: file.accounts.map(({ person, debts, opened, ...account }) => ({
      account: account.id,
      person: person.id,
      zone: person.zone,
      currency: account.currency,
      opened: instantFromIso(opened),
      debts: debts.map(debtOf),
      traits: { jurisdiction: person.jurisdiction, ...account.traits },
    })),
    persons: personsOf(file),
    events: file.events
      .map((event) => ({ ...event, instant: instantFromIso(event.at) }))
      .sort((a, b) => a.instant - b.instant),
    until: instantFromIso(file.until),
    dates: datesOf(file.expect?.days ?? {}),
    expect: file.expect ?? {},
  };
}

function strategyOf(file: ScenarioFile, folder: string, place: Place): Strategy {
  const path = resolve(folder, file.strategy);
  if (!existsSync(path))
    bad(place, 'strategy', `there is no file ${path}; it is looked up beside the scenario`);
  const [base] = parseAllDocuments(textOf(path));
  const data = withoutNulls(mergeOverrides(base?.toJS(), file.overrides ?? {}));
  const result = strategyFromData(data, file.strategy, { unwise: true });
  if (result.ok) return result.strategy;
  const problems = result.problems.map((problem) => `${problem.path}: ${problem.message}; ${problem.remedy}`);
  return bad(
    place,
    'strategy',
    `${file.strategy} with the overrides is no strategy: ${problems.join(' | ')}`,
  );
}

/** An override of null takes away what the strategy has: `{promise: {reminder: null}}` leaves promises without one. */
function withoutNulls(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  const fields = Object.entries(data).filter(([, value]) => value !== null);
  return Object.fromEntries(fields.map(([key, value]) => [key, withoutNulls(value)]));
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
