import type { RuleData } from '../../../domain/law/pack';
import type { ContactRequest } from '../../../domain/law/types';
import { aRequest, bogota, bookWith, denying, nextInBogota } from './samples';

/** What one rule, alone in its pack, says to one request. */
export interface Row {
  readonly rule: string;
  readonly of: RuleData;
  readonly asked?: Partial<ContactRequest>;
  readonly allowed: boolean;
  /** Local time in Bogota, or never; absent when allowed. */
  readonly next?: string;
}

/** A request at this local time in Bogota. */
export const at = (text: string): Partial<ContactRequest> => ({ at: bogota(text) });

/** A local date as a day number. */
export const day = (text: string): number => Math.floor(bogota(`${text}T12:00:00`) / 86_400_000);

/** One test per row: who denies, and until when. */
export function ruleTable(name: string, rows: readonly Row[]): void {
  describe(name, () => {
    test.each(rows)('$rule', ({ of, asked, allowed, next }) => {
      const book = bookWith(of);
      const request = aRequest(asked);
      expect(denying(book, request)).toEqual(allowed ? [] : ['R']);
      expect(nextInBogota(book, request)).toBe(next);
    });
  });
}
