import { DeleteItemCommand } from 'dynamodb-toolbox/entity/actions/delete';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import type { Base } from './base';

/** How long an answer is given again; after it the same key is a new request. */
const KEPT_SECONDS = 86_400;
/** Whoever has not answered by then has died: the request may be tried again. */
const PENDING_SECONDS = 60;

export interface Answer {
  readonly status: number;
  /** JSON. */
  readonly body: string;
}

export type Begun =
  | { readonly kind: 'new' }
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'pending' }
  /** The key was used for another request. */
  | { readonly kind: 'other' };

/** Answers to requests that carry a key, so that a repeated request gets the same one. */
export function createAnswers({ entities: { answer }, now }: Base) {
  /** Takes the key for this request. @param fingerprint Of everything that the request says. */
  async function beginAnswer(id: string, fingerprint: string): Promise<Begun> {
    const seconds = Math.floor(now() / 1000);
    const put = answer
      .build(PutItemCommand)
      .item({ id, fingerprint, expiration: seconds + KEPT_SECONDS, pendingUntil: seconds + PENDING_SECONDS })
      .options({
        condition: {
          or: [
            { attr: 'id', exists: false },
            { attr: 'expiration', lt: seconds },
            {
              and: [
                { attr: 'pendingUntil', lt: seconds },
                { attr: 'fingerprint', eq: fingerprint },
                { attr: 'status', exists: false },
              ],
            },
          ],
        },
      });
    try {
      await put.send();
      return { kind: 'new' };
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
      return known(id, fingerprint);
    }
  }

  async function known(id: string, fingerprint: string): Promise<Begun> {
    const { Item } = await answer.build(GetItemCommand).key({ id }).options({ consistent: true }).send();
    if (!Item) return { kind: 'pending' };
    if (Item.fingerprint !== fingerprint) return { kind: 'other' };
    const { status, body = '' } = Item;
    return status === undefined ? { kind: 'pending' } : { kind: 'answered', answer: { status, body } };
  }

  /** Keeps the answer, for whoever asks again. */
  async function finishAnswer(id: string, fingerprint: string, { status, body }: Answer): Promise<void> {
    const expiration = Math.floor(now() / 1000) + KEPT_SECONDS;
    await answer.build(PutItemCommand).item({ id, fingerprint, expiration, status, body }).send();
  }

  /** Gives the key back: there is no answer, and the request may be tried again. */
  async function abandonAnswer(id: string): Promise<void> {
    await answer.build(DeleteItemCommand).key({ id }).send();
  }

  return { beginAnswer, finishAnswer, abandonAnswer };
}
