/** One place at which two values differ. Absent = the value is not there. */
export interface Difference {
  /** Such as `0.touch.step`; empty = the whole value. */
  readonly path: string;
  readonly recorded?: unknown;
  readonly again?: unknown;
}

const AT_MOST = 10;

/** Where two JSON values differ: the first ten places, deepest first, so that a person sees what has changed. */
export function differencesBetween(recorded: unknown, again: unknown): Difference[] {
  return differences(recorded, again, '').slice(0, AT_MOST);
}

/** The same for JSON texts, which may be none. */
export const differencesBetweenTexts = (
  recorded: readonly string[],
  again: readonly string[],
): Difference[] => differencesBetween(recorded.map(valueOf), again.map(valueOf));

/** `touch.step: "vencido" → "recordatorio"` */
export const differenceText = ({ path, recorded, again }: Difference): string =>
  `${path === '' ? 'value' : path}: ${short(recorded)} → ${short(again)}`;

function differences(a: unknown, b: unknown, path: string): Difference[] {
  if (isObject(a) && isObject(b)) {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return names.flatMap((name) => differences(a[name], b[name], path === '' ? name : `${path}.${name}`));
  }
  return Object.is(a, b) ? [] : [{ path, recorded: a, again: b }];
}

/** Lists too: their members are named by number. */
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const LONGEST = 80;

function short(value: unknown): string {
  // JSON.stringify(undefined) gives undefined, whatever its type says.
  const text = (JSON.stringify(value) as string | undefined) ?? 'nothing';
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
