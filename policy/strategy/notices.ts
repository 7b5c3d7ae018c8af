import * as z from 'zod';
import type { SendChannel } from '../../domain/channel';
import type { Notice } from '../../domain/strategy';
import { noticeEvents } from '../../domain/strategy';
import type { Fault } from './checks';

const DEFAULT_FRESH_DAYS = 2;
const DEFAULT_DAYS_BEFORE = 3;

/** @param parts Schemas of the fields that steps have too. */
export function noticesSchema(parts: { via: z.ZodType<SendChannel[]>; template: z.ZodType<string> }) {
  return z
    .array(
      z
        .strictObject({
          on: z.enum(noticeEvents).describe(`what is told: one of ${noticeEvents.join(', ')}`),
          ...parts,
          fresh_days: z
            .int()
            .min(0)
            .max(14)
            .default(DEFAULT_FRESH_DAYS)
            .describe('a whole number of days after its own on which the notice may still go out (0 to 14)'),
          days_before: z
            .int()
            .min(1)
            .max(30)
            .optional()
            .describe('of instalment_near: a whole number of days before the instalment falls due (1 to 30)'),
        })
        .describe('A message about something that has happened.'),
    )
    .describe('messages about events; they obey the law and the send window, and are no steps');
}

type NoticeFile = z.output<ReturnType<typeof noticesSchema>>[number];

export const noticeOf = ({ on, via, template, fresh_days, days_before }: NoticeFile): Notice => ({
  ...{ on, via, template, freshDays: fresh_days },
  daysBefore: days_before ?? DEFAULT_DAYS_BEFORE,
});

/** A notice as far as it can be read. */
export interface DraftNotice {
  readonly index: number;
  readonly on: string | undefined;
  readonly template: string | undefined;
  readonly hasDaysBefore: boolean;
}

export function noticeFaults({ notices }: { readonly notices: readonly DraftNotice[] }): readonly Fault[] {
  return notices.flatMap((notice) => [...repeatedFault(notice, notices), ...daysFault(notice)]);
}

function repeatedFault({ index, on }: DraftNotice, notices: readonly DraftNotice[]): readonly Fault[] {
  const first = notices.find((other) => other.on === on)?.index ?? index;
  if (on === undefined || first === index) return [];
  const message = `notices[${first}] is about ${on} already`;
  const remedy = 'keep one notice for each event';
  return [{ path: ['notices', index, 'on'], code: 'notice.duplicate', message, remedy }];
}

function daysFault({ index, on, hasDaysBefore }: DraftNotice): readonly Fault[] {
  if (!hasDaysBefore || on === 'instalment_near') return [];
  const message = `days_before says nothing about ${on ?? ''}`;
  const remedy = 'leave it out: only an instalment_near comes before its day';
  return [
    { path: ['notices', index, 'days_before'], part: 'key', code: 'notice.daysBefore', message, remedy },
  ];
}
