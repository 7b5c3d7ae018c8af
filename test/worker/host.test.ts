import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { grpcStatus } from '../../temporal/grpc-status';
import { makeCurrent } from '../../worker/host';

const { RoutingConfigUpdateState: State } = temporal.api.enums.v1;

const PERMISSION_DENIED = 7;
const refusal = (code: number): Error => Object.assign(new Error('refused'), { code });

/** A client whose server refuses so often to make a build current and then answers these states; and what it was asked. */
function serverThat(refusals: readonly Error[], states: readonly number[]) {
  const [left, toCome] = [[...refusals], [...states]];
  const asked: string[] = [];
  const workflowService = {
    setWorkerDeploymentCurrentVersion: async ({ buildId = '' }) => {
      asked.push(`set ${buildId}`);
      const error = left.shift();
      if (error) throw error;
    },
    describeWorkerDeployment: async () => {
      asked.push('is it in force?');
      return { workerDeploymentInfo: { routingConfigUpdateState: toCome.shift() } };
    },
  };
  const options = { namespace: 'default', identity: 'test' };
  // What `makeCurrent` uses of a client.
  return { client: { options, workflowService } as unknown as Client, asked };
}

test.each([
  {
    rule: 'asks again while no worker of the build is known',
    ...{ refusals: [refusal(grpcStatus.notFound)], states: [State.ROUTING_CONFIG_UPDATE_STATE_COMPLETED] },
    asked: ['set b2', 'set b2', 'is it in force?'],
  },
  {
    rule: 'waits until the task queues know it',
    refusals: [],
    states: [
      State.ROUTING_CONFIG_UPDATE_STATE_IN_PROGRESS,
      State.ROUTING_CONFIG_UPDATE_STATE_IN_PROGRESS,
      State.ROUTING_CONFIG_UPDATE_STATE_COMPLETED,
    ],
    asked: ['set b2', 'is it in force?', 'is it in force?', 'is it in force?'],
  },
  {
    rule: 'does not wait for a server that does not tell',
    ...{ refusals: [], states: [], asked: ['set b2', 'is it in force?'] },
  },
])('makeCurrent() $rule', async ({ refusals, states, asked: expected }) => {
  const { client, asked } = serverThat(refusals, states);
  await makeCurrent(client, 'b2', ['accounts']);
  expect(asked).toEqual(expected);
});

test('makeCurrent() fails with what the server refuses for another reason', async () => {
  const { client } = serverThat([refusal(PERMISSION_DENIED)], []);
  await expect(makeCurrent(client, 'b2')).rejects.toMatchObject({ code: PERMISSION_DENIED });
});
