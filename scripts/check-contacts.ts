import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { actors, channels, contactOutcomes, debtorKinds, profiles } from '../domain/channel';
import type { Reading } from '../domain/law/reading';
import { readingWith } from '../domain/law/reading';
import type { PriorContact } from '../domain/law/types';
import type { Instant } from '../domain/time/calendar';
import { DAY_MS, instantFromIso } from '../domain/time/calendar';
import type { LawLibrary } from '../policy/law/library';
import { loadLaw, PRODUCT_PLATFORMS } from '../policy/law/library';

/**
 * `node -r tsx/cjs scripts/check-contacts.ts FILE [strict|lenient] [RULE…]`: reads a contact log (JSON lines, law SPEC
 * section 10) and asks the law again about every line, against the same person's earlier lines. RULEs of the strict
 * reading are set aside. Knows nothing of the engine that wrote the log. Exit 0 when every contact was lawful, 1 when one was not, 2 for wrong use.
 */

const lineSchema = z.object({
  person: z.string().min(1),
  debt: z.string().nullable(),
  at: z.string(),
  channel: z.enum(channels),
  jurisdiction: z.string(),
  zones: z.array(z.string()).min(1),
  actor: z.enum(actors),
  debtor: z.enum(debtorKinds),
  recipient: z.string(),
  place: z.string().nullable(),
  /** Null = made elsewhere: it counts, but nobody asked about it. */
  dpd: z.number().nullable(),
  facts: z.array(z.string()),
  content: z.array(z.string()).nullable(),
  outcome: z.enum(contactOutcomes),
});
type Line = z.infer<typeof lineSchema>;

/** No rule looks further back (law SPEC, section 10); two days more for zones. */
const LOOK_BACK_MS = 10 * DAY_MS;
/** So many violations are told one by one. */
const TOLD = 20;

export interface ContactCheck {
  readonly lines: number;
  readonly judged: number;
  readonly persons: number;
  readonly violations: number;
  /** The first of them, in words. */
  readonly told: readonly string[];
}

/** Judges a contact log line by line, in the order of the file. */
export async function checkContacts(
  file: string,
  reading: Reading = 'strict',
  law: LawLibrary = loadLaw({ platforms: PRODUCT_PLATFORMS }),
): Promise<ContactCheck> {
  const judge = new Judge(law, reading);
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Infinity }))
    if (text !== '') judge.take(text);
  return judge.result();
}

class Judge {
  private lines = 0;
  private judged = 0;
  private violations = 0;
  private readonly told: string[] = [];
  private readonly earlier = new Map<string, PriorContact[]>();

  constructor(
    private readonly law: LawLibrary,
    private readonly reading: Reading,
  ) {}

  take(text: string): void {
    this.lines += 1;
    const parsed = lineSchema.safeParse(JSON.parse(text));
    if (!parsed.success)
      return this.refuse(`line ${this.lines} is no contact: ${z.prettifyError(parsed.error)}`);
    const line = parsed.data;
    const at = instantFromIso(line.at);
    const prior = this.priorOf(line.person, at);
    if (line.dpd !== null) this.judge(line, at, line.dpd, prior);
    const { channel, outcome, debt } = line;
    prior.push({ at, channel, outcome, ...(debt !== null && { debt }) });
  }

  result(): ContactCheck {
    const { lines, judged, violations, told } = this;
    return { lines, judged, violations, told, persons: this.earlier.size };
  }

  /** What the person has had of late; an older line after a newer one is a fault of the log. */
  private priorOf(person: string, at: Instant): PriorContact[] {
    const known = this.earlier.get(person) ?? [];
    if ((known.at(-1)?.at ?? at) > at) this.refuse(`line ${this.lines}: ${person} is out of order of time`);
    const recent = known.filter((contact) => contact.at > at - LOOK_BACK_MS);
    this.earlier.set(person, recent);
    return recent;
  }

  private judge(line: Line, at: Instant, dpd: number, prior: readonly PriorContact[]): void {
    this.judged += 1;
    const { channel, zones, actor, debtor, recipient, facts, jurisdiction, debt, place, content } = line;
    if (!this.law.has(jurisdiction)) return this.refuse(`line ${this.lines}: no pack for ${jurisdiction}`);
    const request = { at, channel, zones, actor, debtor, recipient, facts, dpd, prior };
    const verdict = this.law.lawbook(jurisdiction).judge(
      {
        ...request,
        creditorType: 'financial',
        ...(debt !== null && { debt }),
        ...(place !== null && { place }),
        ...(content !== null && { content }),
      },
      this.reading,
    );
    if (verdict.allowed) return;
    const rules = verdict.refusals.map(({ rule }) => rule).join(', ');
    this.refuse(`line ${this.lines}: ${line.person} at ${line.at} by ${channel} is against ${rules}`);
  }

  private refuse(problem: string): void {
    this.violations += 1;
    if (this.told.length < TOLD) this.told.push(problem);
  }
}

async function main([file, profile = 'strict', ...setAside]: readonly string[]): Promise<number> {
  const known = profiles.find((name) => name === profile);
  if (file === undefined || !known) {
    process.stderr.write('Use: scripts/check-contacts.ts FILE [strict|lenient] [RULE…]\n');
    return 2;
  }
  const { lines, judged, persons, violations, told } = await checkContacts(
    file,
    readingWith(known, setAside),
  );
  for (const problem of told) process.stderr.write(`${problem}\n`);
  process.stdout.write(`${lines} lines of ${persons} persons, ${judged} judged, ${violations} violations\n`);
  return violations > 0 ? 1 : 0;
}

if (require.main === module) {
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
