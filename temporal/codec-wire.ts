import type { Payload } from '@temporalio/common';
import { temporal } from '@temporalio/proto';

const PayloadsMessage = temporal.api.common.v1.Payloads;

/**
 * The payloads of a request to a codec server; undefined when it is not `{"payloads": […]}` as protobuf JSON.
 *
 * @see https://docs.temporal.io/codec-server
 */
export function payloadsFrom(text: string): Payload[] | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return PayloadsMessage.fromObject(Object.fromEntries(Object.entries(json ?? {}))).payloads;
  } catch {
    return undefined;
  }
}

/** The answer of a codec server, ready to become JSON. */
export function payloadsJson(payloads: readonly Payload[]): object {
  const message = PayloadsMessage.fromObject({ payloads });
  return { payloads: [], ...PayloadsMessage.toObject(message, { bytes: String }) };
}
