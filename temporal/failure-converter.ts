import { DefaultFailureConverter } from '@temporalio/common';

/**
 * Puts the message and stack of every failure into a payload, which the codec encrypts; otherwise they would be plain
 * text in the history. Loaded by path in the client, the worker and the workflow bundle, so it imports nothing else.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
