import type { RuleBook } from './lawbook';
import type { Reading } from './reading';
import type { ContactRequest } from './types';

/** The content tags that the rules in force ask of a message for this contact; what it says is not looked at. */
export function requiredContent(book: RuleBook, request: ContactRequest, reading: Reading): string[] {
  const { refusals } = book.judge({ ...request, content: [] }, reading);
  const tags = refusals.flatMap(({ rule, kind }) => (kind === 'content_require' ? tagsOf(book, rule) : []));
  return [...new Set(tags)];
}

/** The tags that a content rule of the book names; empty for any other rule. */
export function tagsOf({ rules }: RuleBook, rule: string): readonly string[] {
  const bound = rules.find((known) => known.rule.id === rule)?.rule;
  return bound && 'tags' in bound ? bound.tags : [];
}
