/** Kinds of tasks whose details are what somebody wrote back: personal data. */
export const REPLY = 'reply';
/** By an address that nobody has: it is about no account. */
export const REPLY_OF_UNKNOWN = 'reply_of_unknown';

export const isReply = (kind: string): boolean => kind === REPLY || kind === REPLY_OF_UNKNOWN;
