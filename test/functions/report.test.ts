import { createReport } from '../../functions/report';

const lines: string[] = [];
const report = createReport((line) => lines.push(line), { now: () => 1_700, namespace: 'Recobro/test' });
beforeEach(() => {
  lines.length = 0;
});

test('a count is one line: a metric in total and by its dimensions, and facts that are only logged', () => {
  report.count('webhook_refused', { provider: 'stripe', reason: 'old' }, { requestId: 'r1' });
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      _aws: {
        Timestamp: 1_700,
        CloudWatchMetrics: [
          {
            Namespace: 'Recobro/test',
            Dimensions: [[], ['provider', 'reason']],
            Metrics: [{ Name: 'webhook_refused', Unit: 'Count' }],
          },
        ],
      },
      ...{ provider: 'stripe', reason: 'old', requestId: 'r1', webhook_refused: 1 },
    },
  ]);
});

test('a measure without dimensions is a metric in total', () => {
  report.measure('touch_late', 12.5, 'Seconds', {});
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    _aws: { CloudWatchMetrics: [{ Dimensions: [[]], Metrics: [{ Name: 'touch_late', Unit: 'Seconds' }] }] },
    touch_late: 12.5,
  });
});
