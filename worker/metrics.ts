import type { Context } from '@temporalio/activity';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { Report } from '../functions/report';
import { errorKind } from '../traces/tracer';
import type { SendTouchReply, SendTouchRequest } from '../workflows/contract';

/**
 * Reports what the activities do: how long each waited for a worker, what became of every touch, and how late messages go
 * out. Rules, channels and queues only; ids of people and accounts stay out.
 *
 * @param now Milliseconds since the epoch.
 */
export const measureActivities =
  (report: Report, now: () => number = Date.now): ActivityInterceptorsFactory =>
  ({ info }) => ({
    inbound: {
      execute: async (input, next) => {
        measureWait(report, info, now());
        try {
          const reply = await next(input);
          // An activity is called with what its type says, and answers so.
          if (info.activityType === 'sendTouch')
            reportTouch(report, input.args[0] as SendTouchRequest, reply as SendTouchReply);
          return reply;
        } catch (error) {
          report.count('activity_failed', { activity: info.activityType, error: errorKind(error) });
          throw error;
        }
      },
    },
  });

function measureWait(report: Report, info: Context['info'], now: number): void {
  const { taskQueue: queue, currentAttemptScheduledTimestampMs: scheduled } = info;
  report.measure('activity_waited', Math.max(0, now - scheduled), 'Milliseconds', { queue });
}

function reportTouch(report: Report, { touch }: SendTouchRequest, reply: SendTouchReply): void {
  if (reply.kind === 'stale') return report.count('touch_stale', {});
  const { result } = reply;
  switch (result.kind) {
    case 'sent':
      report.count(result.unknown ? 'touch_unknown' : 'touch_sent', { channel: result.channel });
      return report.measure('touch_late', Math.max(0, result.at - touch.at) / 1_000, 'Seconds', {});
    case 'wait':
      for (const rule of new Set(result.rules)) report.count('touch_refused', { rule });
      return;
    case 'impossible':
      return report.count('touch_impossible', { reason: result.rule ?? result.reason });
  }
}
