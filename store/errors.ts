/** Every error of the store has a code, the facts, and a message that names the place and the remedy. */
export interface StoreErrorDetails {
  'store.notFound': { item: string };
  'store.conflict': { action: string; tries: number };
  'store.tooLarge': { what: string; size: number; limit: number };
  'store.wrongHash': { expected: string; received: string };
  'store.unnamedTable': { variable: string };
  'store.otherStrategy': { strategy: string; known: string };
  'store.badCursor': { cursor: string };
  'store.badIndexKey': { variable: string; bytes: number };
  'person.badKey': { personId: string };
  'person.erased': { personId: string };
  'person.notAuthentic': { personId: string; place: string };
  'person.noKeys': { action: string };
}

export type StoreErrorCode = keyof StoreErrorDetails;

export class StoreError<C extends StoreErrorCode = StoreErrorCode> extends Error {
  override readonly name = 'StoreError';

  constructor(
    readonly code: C,
    message: string,
    readonly details: StoreErrorDetails[C],
  ) {
    super(message);
  }
}

/** For an item that must be there; `remedy` says what to do first. */
export function notFound(item: string, remedy: string): StoreError<'store.notFound'> {
  return new StoreError('store.notFound', `Cannot find ${item}: ${remedy}`, { item });
}

/** @throws {StoreError} `store.tooLarge` If the text takes more than `limit` bytes in UTF-8. */
export function assertFits(what: string, text: string, limit: number): void {
  const size = Buffer.byteLength(text);
  if (size <= limit) return;
  const message = `Cannot store ${what} of ${size} bytes: at most ${limit} fit, so compress it or keep less in it`;
  throw new StoreError('store.tooLarge', message, { what, size, limit });
}
