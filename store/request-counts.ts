import { UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import { $add } from 'dynamodb-toolbox/entity/actions/update/symbols';
import type { Base } from './base';

export interface RequestCount {
  /** Requests of the tenant in this window, this one included. */
  readonly count: number;
  /** Until the next window begins. */
  readonly secondsLeft: number;
}

/** How much each tenant asks for, counted across all hosts. */
export function createRequestCounts({ entities: { requestCount }, now }: Base) {
  /** Counts one request. @param seconds Length of the windows, which begin at its multiples. */
  async function countRequest(tenant: string, seconds: number): Promise<RequestCount> {
    const at = Math.floor(now() / 1000);
    const window = Math.floor(at / seconds);
    const end = (window + 1) * seconds;
    const update = requestCount
      .build(UpdateItemCommand)
      .item({ id: `REQUESTS#${tenant}#${window}`, count: $add(1), expiration: end + seconds })
      .options({ returnValues: 'UPDATED_NEW' });
    const { Attributes } = await update.send();
    return { count: Attributes?.count ?? 1, secondsLeft: end - at };
  }

  return { countRequest };
}
