import { temporal } from '@temporalio/proto';
import type { History } from '../ports';

const { History: HistoryMessage } = temporal.api.history.v1;

/** Names and numbers as text, so that nothing is rounded. */
const AS_TEXT = { longs: String, enums: String, bytes: String };

/** A history as JSON, one event a line, so that two of them can be compared by any tool. */
export function historyToText(history: History): string {
  // Through fromObject, because a history may come from another copy of the message classes.
  const plain = HistoryMessage.toObject(HistoryMessage.fromObject(history), AS_TEXT) as { events?: object[] };
  return (plain.events ?? []).map((event) => `${JSON.stringify(event)}\n`).join('');
}

/** Reads what {@link historyToText} wrote. */
export function historyFromText(text: string): History {
  const lines = text.split('\n').filter((line) => line !== '');
  return HistoryMessage.fromObject({ events: lines.map((line): unknown => JSON.parse(line)) });
}
