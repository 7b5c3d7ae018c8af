import { DeleteItemCommand } from 'dynamodb-toolbox/entity/actions/delete';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import type { Base } from './base';
import { isWritten } from './transact';

/** How long an answer is given again; after it the same key is a new request. */
const KEPT_SECONDS = 86_400;
/** Whoever has not answered by then has died: the request may be tried again. */
const PENDING_SECONDS = 60;

/** An answer may be about several persons or none, and ends after a day: all are sealed with one key, under the operator's. */
const ANSWERS = { tenant: '(operator)', personId: '~answers' };

const placeOf = (id: string): string => `answer/${id}`;

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
export function createAnswers({ entities: { answer }, vault, now }: Base) {
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
    return (await isWritten(put.send())) ? { kind: 'new' } : known(id, fingerprint);
  }

  async function known(id: string, fingerprint: string): Promise<Begun> {
    const { Item } = await answer.build(GetItemCommand).key({ id }).options({ consistent: true }).send();
    if (!Item) return { kind: 'pending' };
    if (Item.fingerprint !== fingerprint) return { kind: 'other' };
    const { status, body: sealed = '' } = Item;
    if (status === undefined) return { kind: 'pending' };
    const body = (await vault.open(ANSWERS.tenant, placeOf(id), sealed)) ?? '';
    return { kind: 'answered', answer: { status, body } };
  }

  /** Keeps the answer, for whoever asks again. */
  async function finishAnswer(id: string, fingerprint: string, { status, body }: Answer): Promise<void> {
    const expiration = Math.floor(now() / 1000) + KEPT_SECONDS;
    const sealed = await vault.seal(ANSWERS, placeOf(id), body);
    await answer.build(PutItemCommand).item({ id, fingerprint, expiration, status, body: sealed }).send();
  }

  /** Gives the key back: there is no answer, and the request may be tried again. */
  async function abandonAnswer(id: string): Promise<void> {
    await answer.build(DeleteItemCommand).key({ id }).send();
  }

  return { beginAnswer, finishAnswer, abandonAnswer };
}
