import { createAlarmHalt } from '../../functions/alarm-halt';
import type { Halt } from '../../domain/halt';

const NOW = Date.parse('2026-11-22T10:00:00Z');

/** As CloudWatch documents it. */
const alarm = (value: string): object => ({
  source: 'aws.cloudwatch',
  alarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:bounces',
  accountId: '123456789012',
  time: '2026-11-22T10:00:00.000+0000',
  region: 'us-east-1',
  alarmData: {
    alarmName: 'bounces',
    state: { value, reason: 'Threshold Crossed', timestamp: '2026-11-22T10:00:00.000+0000' },
    previousState: { value: 'OK' },
    configuration: { metrics: [] },
  },
});

function lab(env: Record<string, string>) {
  const halts: Halt[] = [];
  const counted: string[] = [];
  const store = { haltSending: async (halt: Halt) => void halts.push(halt) };
  const report = { count: (metric: string) => void counted.push(metric) };
  return { halts, counted, deps: { store, env, report, now: () => NOW } };
}

test('an alarm stops its channel for all tenants, and says which alarm and why', async () => {
  const { halts, counted, deps } = lab({ RECOBRO_HALT_CHANNEL: 'email' });
  await createAlarmHalt(deps)(alarm('ALARM'));
  const halt = { tenant: null, channel: 'email', at: NOW, by: 'alarm bounces', reason: 'Threshold Crossed' };
  expect(halts).toEqual([halt]);
  expect(counted).toEqual(['sending_halted']);
});

test.each(['OK', 'INSUFFICIENT_DATA'])(
  'an alarm that becomes %s neither stops nor resumes',
  async (value) => {
    const { halts, deps } = lab({ RECOBRO_HALT_CHANNEL: 'email' });
    await createAlarmHalt(deps)(alarm(value));
    expect(halts).toEqual([]);
  },
);

test('an event that is no alarm is an error, so that Lambda tries again and then keeps it', async () => {
  const { deps } = lab({ RECOBRO_HALT_CHANNEL: 'email' });
  await expect(createAlarmHalt(deps)({ Records: [] })).rejects.toThrow(/alarmData/);
});

test.each(['', 'fax'])('a channel that does not exist (%p) is refused at start', (channel) => {
  expect(() => createAlarmHalt(lab({ RECOBRO_HALT_CHANNEL: channel }).deps)).toThrow(/RECOBRO_HALT_CHANNEL/);
});
