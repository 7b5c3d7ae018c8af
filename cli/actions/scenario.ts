import { writeFileSync } from 'node:fs';
import { RecobroError } from '../../domain/errors';
import type { ContactLine } from '../../local/contact-log';
import { contactsOf } from '../../local/scenario/contacts';
import { faultsOf } from '../../local/scenario/expect';
import type { Story } from '../../local/scenario/load';
import { isStrategyFile, loadStories } from '../../local/scenario/load';
import type { AccountRun } from '../../local/scenario/trace';
import { traceOf } from '../../local/scenario/trace';
import type { LawLibrary } from '../../policy/law/library';
import { loadLaw } from '../../policy/law/library';
import { FOUND, WRONG_USE } from '../failure';
import { traceTable } from './scenario-table';
import type { Ended } from './scenario-engines';
import { onCore } from './scenario-engines';
import type { onTemporal } from './scenario-temporal';

export interface ScenarioFlags {
  readonly engine: 'core' | 'temporal';
  readonly packs?: readonly string[];
  readonly contacts?: string;
  readonly json?: true;
}

/** Gives the engine that needs the SDK's native part, which takes a second to load. */
type LoadTemporal = () => { readonly onTemporal: typeof onTemporal };

/** Runs every story of the files, prints each trace as soon as all before it are told, and sets the exit code. */
export async function runScenarios(
  files: readonly string[],
  flags: ScenarioFlags,
  loadTemporal: LoadTemporal,
): Promise<void> {
  const loaded = loadAll(files, flags);
  if (!loaded) return;
  const { stories, law } = loaded;
  const engine = flags.engine === 'core' ? onCore(law) : loadTemporal().onTemporal(flags.packs ?? [], note);
  const teller = new Teller(stories, flags);
  await engine(stories, (index, ended) => teller.keep(index, ended));
  if (flags.contacts !== undefined) writeFileSync(flags.contacts, teller.contactLines());
  if (teller.hasFaults) process.exitCode = FOUND;
}

/** Everything that can be wrong with the use is found before anything runs. */
function loadAll(
  files: readonly string[],
  flags: ScenarioFlags,
): { stories: Story[]; law: LawLibrary } | null {
  try {
    const stories = files.filter((file) => !isStrategyFile(file)).flatMap(loadStories);
    if (stories.length === 0) {
      const message = `Cannot find a scenario in ${files.join(', ')}: name files that begin with scenario: (docs/case.md)`;
      throw new RecobroError('scenario.none', message, { files });
    }
    const law = loadLaw({ packsDirs: flags.packs ?? [] });
    if (flags.contacts !== undefined) begin(flags.contacts);
    return { stories, law };
  } catch (error) {
    if (!(error instanceof RecobroError)) throw error;
    note(error.message);
    process.exitCode = WRONG_USE;
    return null;
  }
}

/** Empties the file, so that one that cannot be written is found before anything runs. */
function begin(file: string): void {
  try {
    writeFileSync(file, '');
  } catch (error) {
    const message = `Cannot write ${file}: name a file in an existing folder (${String(error)})`;
    throw new RecobroError('scenario.unwritable', message, { file });
  }
}

/** Tells the stories in their own order, whatever order they end in. */
class Teller {
  hasFaults = false;
  private readonly ended: (Ended | undefined)[] = [];
  private told = 0;
  private readonly contacts: ContactLine[] = [];

  constructor(
    private readonly stories: readonly Story[],
    private readonly flags: ScenarioFlags,
  ) {}

  keep(index: number, ended: Ended): void {
    this.ended[index] = ended;
    for (let next = this.next(); next; next = this.next()) {
      this.told += 1;
      this.tell(...next);
    }
  }

  contactLines(): string {
    return this.contacts.map((line) => `${JSON.stringify(line)}\n`).join('');
  }

  private next(): [Story, Ended] | null {
    const [story, ended] = [this.stories[this.told], this.ended[this.told]];
    return story && ended ? [story, ended] : null;
  }

  private tell(story: Story, ended: Ended): void {
    if (ended instanceof Error) return this.fault(story, ended.message);
    const trace = traceOf(story, this.flags.engine, ended);
    const faults = faultsOf(trace, story.expect);
    write(this.flags.json ? JSON.stringify(trace) : traceTable(trace, faults.length === 0));
    for (const fault of faults) this.fault(story, fault);
    if (this.flags.contacts !== undefined) this.contacts.push(...this.contactsOf(story, ended));
  }

  /** With several stories the ids carry the story's place: the P1 of one is nobody in another. */
  private contactsOf(story: Story, runs: readonly AccountRun[]): ContactLine[] {
    const lines = contactsOf(story, runs);
    if (this.stories.length === 1) return lines;
    const of = `${this.told}/${story.id}`;
    return lines.map((line) => ({
      ...line,
      person: `${of}/${line.person}`,
      account: line.account && `${of}/${line.account}`,
    }));
  }

  private fault(story: Story, problem: string): void {
    this.hasFaults = true;
    note(`${story.id}: ${problem}`);
  }
}

const write = (text: string): void => void process.stdout.write(`${text}\n`);
const note = (text: string): void => void process.stderr.write(`${text}\n`);
