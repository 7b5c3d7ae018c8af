import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Packs the state of a closed case for its account item: JSON, deflated, base64. */
export const packSnapshot = (snapshot: object): string =>
  deflateRawSync(JSON.stringify(snapshot)).toString('base64');

/** Reads a packed state. Its `schema` says which shape it has; the workflow reads every shape there has been. */
export const unpackSnapshot = (packed: string): unknown =>
  JSON.parse(inflateRawSync(Buffer.from(packed, 'base64')).toString('utf8'));
