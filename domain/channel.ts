/** Every way of reaching a person that the rules of contact know. */
export const channels = [
  'voice',
  'voicemail',
  'sms',
  'whatsapp',
  'email',
  'letter',
  'visit',
  'social',
] as const;
export type Channel = (typeof channels)[number];

/** The channels by which a strategy step may send. */
export const sendChannels = [
  'email',
  'sms',
  'whatsapp',
  'letter',
  'voice',
] as const satisfies readonly Channel[];
export type SendChannel = (typeof sendChannels)[number];

export const contactOutcomes = ['direct', 'unanswered', 'undelivered'] as const;
/** `direct` = two-way; `unanswered` = delivered or rang, no reply; `undelivered` = bounced or did not connect. */
export type ContactOutcome = (typeof contactOutcomes)[number];

export const actors = ['creditor', 'third_party', 'assignee'] as const;
export type Actor = (typeof actors)[number];

export const debtorKinds = ['consumer', 'business'] as const;
export type DebtorKind = (typeof debtorKinds)[number];

export const profiles = ['strict', 'lenient'] as const;
/** `lenient` = most permissive defensible reading of a rule; `strict` = most protective one plus house policy. */
export type Profile = (typeof profiles)[number];
