import { compileLawbook } from '../domain/law/lawbook';
import type { Lawbook } from '../domain/law/types';
import type { Strategy } from '../domain/strategy';
import type { Day, Instant } from '../domain/time/calendar';
import { DAY_MS } from '../domain/time/calendar';
import type { LawSource } from '../domain/law/lawbook';
import type { CalendarData, PackData } from '../domain/law/pack';
import type { Behaviour } from './behaviour';
import { ContactLines } from './contact-lines';
import type { Debtor, Population } from './debtor';
import type { Ears, Game } from './debtor-run';
import { followOn } from './following';
import { runDebtor } from './debtor-run';
import type { AccountStory, Differing } from './differing';
import { compareStories, Stories } from './differing';
import { generatedPopulation } from './population';
import type { SideFigures } from './tallies';
import { Tallies } from './tallies';

/** The law as plain data, so that it reaches every processor: what each place's lawbook is made of. */
export interface PlaceLaw {
  readonly pack: PackData;
  readonly calendar: CalendarData | null;
}

/** Everything that a run depends on, as plain data. */
export interface Job {
  /** One strategy, or two to compare on the same debtors. */
  readonly strategies: readonly [Strategy, ...Strategy[]];
  /** Strategies that arms of experiments and rows of the book name. */
  readonly named: readonly Strategy[];
  readonly places: readonly PlaceLaw[];
  /** Packs that others include or extend. */
  readonly packs: readonly PackData[];
  readonly platforms: readonly PackData[];
  readonly behaviour: Behaviour;
  readonly seed: number;
  /** First local date. */
  readonly start: Day;
  readonly days: number;
  /** How many accounts to generate; with a book, how many it has. */
  readonly accounts: number;
  readonly wantsContacts: boolean;
}

/** Some neighbouring persons. Their debtors are made on the spot unless they come from a book. */
export interface Chunk {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  readonly debtors?: readonly Debtor[];
}

export interface ChunkResult {
  readonly index: number;
  /** One per strategy. */
  readonly figures: readonly SideFigures[];
  /** JSON lines of the first strategy's contacts; empty unless wanted. */
  readonly contacts: string;
  readonly differing: Differing;
}

/** First and last instant of a run. */
export const spanOf = ({ start, days }: Pick<Job, 'start' | 'days'>): { from: Instant; until: Instant } => ({
  from: start * DAY_MS,
  until: (start + days) * DAY_MS,
});

/** Prepares a job once, and then runs one chunk after another. */
export function chunkRunner(job: Job): (chunk: Chunk) => ChunkResult {
  const games = gamesOf(job);
  const population = generatedPopulation(job);
  return (chunk) => new ChunkRun(job, games, population).run(chunk);
}

/** The rules by which a job's debtors live, one game a strategy. */
export function gamesOf(job: Job): Game[] {
  const law = lawbooks(job);
  return job.strategies.map((strategy) => gameOf(job, strategy, law));
}

function gameOf(job: Job, strategy: Strategy, law: ReadonlyMap<string, Lawbook>): Game {
  return {
    strategy,
    follow: followOn(strategy, job.strategies[0], job.named),
    lawbookOf: (place) => law.get(place) ?? null,
    // Back-tests write no messages: every template counts as approved by the platform (docs/simulator.md).
    whatsapp: { isTemplateApproved: true, isThirdPartyCleared: false },
    until: spanOf(job).until,
    seed: job.seed,
    behaviour: job.behaviour,
  };
}

function lawbooks({ places, packs, platforms }: Job): ReadonlyMap<string, Lawbook> {
  const byId = new Map(packs.map((pack) => [pack.id, pack]));
  const compile = ({ pack, calendar }: PlaceLaw): Lawbook => {
    const source: LawSource = { pack, packs: (id) => byId.get(id), platforms, ...(calendar && { calendar }) };
    return compileLawbook(source);
  };
  return new Map(places.map((place) => [place.pack.id, compile(place)]));
}

/** Whether accounts may follow different strategies, or be held out. */
const isGrouped = ({ strategies, named }: Job): boolean =>
  named.length > 0 || strategies.some(({ experiment }) => experiment !== undefined);

class ChunkRun {
  private readonly tallies: readonly Tallies[];
  private readonly lines: string[] = [];
  private readonly differing: Differing = { accounts: 0, examples: [] };

  constructor(
    private readonly job: Job,
    private readonly games: readonly Game[],
    private readonly population: Population,
  ) {
    this.tallies = games.map(() => new Tallies(job.days, spanOf(job).from, isGrouped(job)));
  }

  run({ index, from, to, debtors }: Chunk): ChunkResult {
    for (let person = from; person < to; person += 1)
      this.runPerson(debtors?.[person - from] ?? this.population.debtor(person));
    const figures = this.tallies.map(({ figures: found }) => found);
    return { index, figures, contacts: this.lines.join(''), differing: this.differing };
  }

  private runPerson(debtor: Debtor): void {
    const stories = this.games.map((game, index) => this.play(debtor, game, index));
    const [one, other] = stories;
    if (one && other) compareStories(this.differing, one, other);
  }

  private play(debtor: Debtor, game: Game, index: number): readonly AccountStory[] {
    const tallies = this.tallies[index];
    if (!tallies) return [];
    const lines = this.job.wantsContacts && index === 0 ? new ContactLines(debtor.person) : null;
    const stories = this.games.length > 1 ? new Stories() : null;
    const life = runDebtor(debtor, game, tallies, earsFor(lines, stories));
    if (lines) this.lines.push(lines.text());
    return stories?.of(life.accounts) ?? [];
  }
}

function earsFor(lines: ContactLines | null, stories: Stories | null): Ears {
  return {
    ...(lines && {
      contact: (account, contact) => lines.note(account.opening.account, contact),
      bounced: (attempt) => lines.bounce(attempt),
    }),
    ...(stories && {
      event: (account, event) => stories.event(account, event),
      payment: (account, payment) => stories.payment(account, payment),
    }),
  };
}
