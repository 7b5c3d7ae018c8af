/** Queues of the bare workflow. They take the part of the account's two; apart, because its worker is another process. */
export const BARE_ACCOUNTS_QUEUE = 'bare-accounts';
export const BARE_SENDING_QUEUE = 'bare-sending';
