import type { Halt } from '../../domain/halt';
import { AT, TENANT } from './fixtures';
import { storeForTests } from './local-store';

const local = storeForTests();

const everything: Halt = { tenant: null, channel: null, at: AT, by: 'ana', reason: 'quejas' };
const smsOfOne: Halt = { ...everything, tenant: TENANT, channel: 'sms', reason: 'proveedor caído' };

test('halts hold until they are lifted one by one, and what was done stays on record', async () => {
  const { haltSending, listHalts, listHaltChanges, resumeSending } = local().store;
  expect(await listHalts()).toEqual([]);

  await haltSending(everything);
  await haltSending(smsOfOne);
  await haltSending({ ...smsOfOne, reason: 'sigue caído' });
  expect(await listHalts()).toEqual(
    expect.arrayContaining([everything, { ...smsOfOne, reason: 'sigue caído' }]),
  );

  const lifted = { ...everything, at: AT + 1_000, by: 'luis', reason: 'resuelto' };
  expect(await resumeSending(lifted)).toEqual({ resumed: true });
  expect(await resumeSending(lifted)).toEqual({ resumed: false });
  expect(await listHalts()).toEqual([{ ...smsOfOne, reason: 'sigue caído' }]);
  expect(await listHaltChanges(1)).toEqual([{ ...lifted, done: 'resumed' }]);
});
