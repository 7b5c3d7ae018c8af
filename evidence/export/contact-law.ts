import { rulesUnder } from '../../domain/law/clause';
import type { BoundRule } from '../../domain/law/compose';
import type { Refusal } from '../../domain/law/types';
import { localDay } from '../../domain/time/zones';
import { rulesOf } from '../../policy/explain/words';
import { basisNames } from '../../policy/law/explain';
import type { PackContent } from '../pack/content';
import type { Claim } from '../verify/contacts';
import { askedOf, claimsIn } from '../verify/contacts';
import { RecordedLaw } from '../verify/law';

/** A rule that a contact had to keep, for people. */
export interface RuleWords {
  readonly id: string;
  readonly article: string;
  readonly basis: string;
  readonly es: string;
}

/** What the law of that day said about the contacts of a pack. */
export class ContactLaw {
  private readonly law: RecordedLaw;

  constructor(private readonly content: PackContent) {
    this.law = new RecordedLaw(content);
  }

  /** The rules that were in force for a contact and that it kept; in Spanish why they cannot be told. */
  rulesFor(claim: Claim): readonly RuleWords[] | string {
    const asked = askedOf(this.law, claim);
    if (typeof asked === 'string') return asked;
    const { book, request, reading } = asked;
    return rulesUnder(reading, book.rules, request)
      .filter((bound) => request.zones.some(isInForce(bound, request.at)))
      .map(wordsOf);
  }

  /** Every rule that one of the contacts had to keep, once. */
  rulesOf(claims: readonly Claim[]): RuleWords[] {
    const all = claims.flatMap((claim) => {
      const rules = this.rulesFor(claim);
      return typeof rules === 'string' ? [] : rules;
    });
    return [...new Map(all.map((rule) => [rule.id, rule])).values()];
  }

  /** The words of a rule that refused a contact, in the version of the law that refused it. */
  refusedBy(rule: string, place: string, lawVersion: string): Refusal | undefined {
    const book = this.law.book(place, lawVersion);
    return rulesOf(typeof book === 'string' ? this.anyBook(place) : book)(rule);
  }

  /** The law of the contacts, where that of the refusal is not in the pack: ids keep their meaning. */
  private anyBook(place: string) {
    const versions = this.content.accounts.flatMap(({ ledger }) =>
      claimsIn(ledger).map(({ entry }) => entry.lawVersion),
    );
    const books = versions.map((version) => this.law.book(place, version));
    return books.find((book) => typeof book !== 'string') ?? null;
  }
}

const isInForce =
  ({ from, until }: BoundRule, at: number) =>
  (zone: string): boolean => {
    const day = localDay(at, zone);
    return day >= from && day <= until;
  };

/** The notes of the researchers in a citation, in Spanish. */
export const articleWords = (cite: string): string =>
  cite.startsWith('House policy')
    ? 'ninguno; es una decisión de la casa'
    : cite
        .replace('article to verify', 'artículo por verificar')
        .replace(/\((?:protective )?reading: [^)]*\)/, '(lectura prudente)');

const wordsOf = ({ rule: { id, basis, cite, es } }: BoundRule): RuleWords => ({
  id,
  basis: basisNames[basis],
  article: articleWords(cite),
  es,
});
