import { z } from 'zod';
import { sendChannels } from '../domain/channel';
import type { Instant } from '../domain/time/calendar';
import type { Store } from '../store/store';
import type { Report } from './report';

/**
 * What CloudWatch hands to a function that is the action of an alarm.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
 */
const alarmSchema = z.looseObject({
  alarmData: z.looseObject({
    alarmName: z.string(),
    state: z.looseObject({ value: z.string(), reason: z.string().default('') }),
  }),
});

interface Deps {
  readonly store: Pick<Store, 'haltSending'>;
  /** `RECOBRO_HALT_CHANNEL`: the channel whose provider the alarm watches. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly report: Pick<Report, 'count'>;
  readonly now: () => Instant;
}

/**
 * An alarm pulls the stop switch of its channel, for all tenants: the provider's measure is one for all. It never lifts
 * the stop, because a rate falls as soon as nothing is sent: `recobro sending resume` is for a person who knows the cause.
 */
export function createAlarmHalt({ store, env, report, now }: Deps) {
  const channel = sendChannels.find((known) => known === env['RECOBRO_HALT_CHANNEL']);
  if (!channel)
    throw new Error(
      `Cannot tell what to stop: set RECOBRO_HALT_CHANNEL to one of ${sendChannels.join(', ')}`,
    );

  return async function pulled(event: unknown): Promise<void> {
    const { alarmName, state } = alarmSchema.parse(event).alarmData;
    if (state.value !== 'ALARM') return;
    await store.haltSending({
      tenant: null,
      channel,
      at: now(),
      by: `alarm ${alarmName}`,
      reason: state.reason,
    });
    report.count('sending_halted', { channel }, { alarm: alarmName });
  };
}
