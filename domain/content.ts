import * as lists from './content-words';

const { foldText } = lists;

/** What a message says or looks like, in the words of the rule packs (law SPEC, section 9) and of the house. */
export type ContentTag =
  | 'creditor_named'
  | 'amount_stated'
  | 'contact_given'
  | 'payment_means'
  | 'optout_statement'
  | 'amount_breakdown'
  | 'itemised_amounts'
  | 'debt_collector_disclosure'
  | 'recording_notice'
  | 'judicial_appearance'
  | 'mentions_court_act'
  | 'legal_counsel'
  | 'threat'
  | 'coercion'
  | 'constraint'
  | 'shaming'
  | 'insult'
  | 'ridicule'
  | 'public_body_name'
  | 'pay_to_collector_account'
  | 'asks_reason_for_default'
  /** There is no message: its template or one of its values is missing. */
  | 'not_written';

/** Tags that no text shows: the line that a call comes from must keep them. */
export const lineTags: readonly string[] = ['caller_id_visible', 'caller_id_600'];

/** A message as the person will read or hear it, with the names and addresses that were put into it. */
export interface WrittenMessage {
  readonly subject?: string;
  readonly text: string;
  readonly creditorName?: string | undefined;
  readonly debtorName?: string | undefined;
  readonly contactPhone?: string | undefined;
  readonly payUrl?: string | undefined;
  readonly unsubscribeUrl?: string | undefined;
}

/** Each tag of a message with the words that gave it. */
export type Content = ReadonlyMap<string, string>;

/**
 * Reads the content tags off a message. Names and addresses are not read as prose: a creditor may be called after a
 * court, and a debtor after a thief. `declared` are tags that its author or its sender vouches for.
 */
export function contentOf(message: WrittenMessage, declared: readonly string[] = []): Content {
  const tags = new Map<string, string>(declared.map((tag) => [tag, tag]));
  const add = (found: string | undefined, ...given: readonly ContentTag[]): void => {
    for (const tag of given) if (found !== undefined && !tags.has(tag)) tags.set(tag, found);
  };
  const whole = wholeOf(message);
  addElements(message, whole, add);
  addWords(proseOf(message, whole), add);
  return tags;
}

type Add = (found: string | undefined, ...tags: readonly ContentTag[]) => void;

function addElements(message: WrittenMessage, whole: string, add: Add): void {
  const folded = foldText(whole);
  const has = (value = ''): string | undefined =>
    value.trim() !== '' && folded.includes(foldText(value).trim()) ? value : undefined;
  add(has(message.creditorName), 'creditor_named');
  add(has(message.contactPhone), 'contact_given');
  add(find(lists.money, folded), 'amount_stated');
  add(find(lists.breakdown, folded), 'amount_breakdown', 'itemised_amounts');
  add(has(message.payUrl) ?? find(lists.paymentMeans, folded), 'payment_means');
  const byAnswering = find(lists.unwanted, folded);
  const isReachable = has(message.contactPhone) !== undefined;
  add(find(lists.stopKeywords, whole) ?? has(message.unsubscribeUrl), 'optout_statement');
  add(isReachable ? byAnswering : undefined, 'optout_statement');
}

function addWords(prose: string, add: Add): void {
  const act = find(lists.courtActs, prose);
  add(act, 'mentions_court_act', 'judicial_appearance');
  add(find(lists.courtLook, prose), 'judicial_appearance');
  add(find(lists.legalCounsel, prose), 'legal_counsel');
  add(find(lists.threats, prose), 'threat');
  const condition = find(lists.conditions, prose);
  add(act !== undefined && condition !== undefined ? `${condition} … ${act}` : undefined, 'threat');
  add(find(lists.coercion, prose), 'coercion', 'constraint');
  add(find(lists.shaming, prose), 'shaming');
  add(find(lists.insults, prose), 'insult', 'ridicule');
  add(find(lists.publicBodies, prose), 'public_body_name');
  add(find(lists.asksReason, prose), 'asks_reason_for_default');
  add(find(lists.collectorAccount, prose), 'pay_to_collector_account');
  add(find(lists.recording, prose), 'recording_notice');
  add(find(lists.collectorDisclosure, prose), 'debt_collector_disclosure');
}

const find = (list: RegExp, text: string): string | undefined => list.exec(text)?.[0];

const wholeOf = ({ subject = '', text }: WrittenMessage): string => `${subject}\n${text}`;

/** The folded text without names and addresses. */
function proseOf({ creditorName = '', debtorName = '' }: WrittenMessage, whole: string): string {
  const withoutLinks = whole.replace(/https?:\/\/\S+/giu, ' ');
  return [creditorName, debtorName].reduce(withoutName, foldText(withoutLinks));
}

/** Takes the name out where it stands as whole words. */
function withoutName(text: string, name: string): string {
  const folded = foldText(name)
    .trim()
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return folded === '' ? text : text.replace(new RegExp(`(?<!\\p{L})${folded}(?!\\p{L})`, 'gu'), ' ');
}
