/** As the wire carries it, where binary values are base64, or as the SDK gives it. */
export type WireItem = Readonly<Record<string, WireValue>>;
/** One member, named by its type: `{ S: 'text' }`. */
type WireValue = object;

const READ_UNIT_BYTES = 4_096;
/** Of a list or map as a whole, and of each of its elements. */
const CONTAINER_BYTES = 3;
const ELEMENT_BYTES = 1;
/** Kept for each item and each entry of an index, besides its attributes. */
export const STORED_OVERHEAD_BYTES = 100;

/**
 * Bytes of an item as DynamoDB counts them.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const itemBytes = (item: WireItem): number =>
  sum(Object.entries(item).map(([name, value]) => textBytes(name) + valueBytes(value)));

/** Read units of one item: one for each begun 4 KB, and one where there is none; half that without consistency. */
export const readUnits = (bytes: number, kind: 'consistent' | 'eventual' | 'transaction'): number =>
  Math.max(1, Math.ceil(bytes / READ_UNIT_BYTES)) * FACTORS[kind];

const FACTORS = { consistent: 1, eventual: 0.5, transaction: 2 } as const;

function valueBytes(value: WireValue): number {
  const [[type, held] = ['NULL', true]]: [string, unknown][] = Object.entries(value);
  switch (type) {
    case 'S':
      return textBytes(String(held));
    case 'N':
      return numberBytes(String(held));
    case 'B':
      return held instanceof Uint8Array ? held.length : Buffer.from(String(held), 'base64').length;
    case 'L':
      return CONTAINER_BYTES + sum((held as WireValue[]).map((one) => ELEMENT_BYTES + valueBytes(one)));
    case 'M':
      return (
        CONTAINER_BYTES + itemBytes(held as WireItem) + ELEMENT_BYTES * Object.keys(held as object).length
      );
    default:
      return 1; // BOOL and NULL; the store uses no sets
  }
}

/** About one byte for two significant digits, one more, and one for a minus sign. */
function numberBytes(text: string): number {
  const digits = text.replace(/^-|\.|e.*$/gi, '').replace(/^0+|0+$/g, '');
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith('-') ? 1 : 0);
}

const textBytes = (text: string): number => Buffer.byteLength(text, 'utf8');

const sum = (numbers: readonly number[]): number => numbers.reduce((total, value) => total + value, 0);
