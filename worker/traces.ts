import type { Gateways, MessageGateway } from '../activities/ports';
import type { Tracer } from '../traces/tracer';

/** Each try to send is a span, which names the attempt (as mail tags and events do) and the provider's id of the message. */
export const tracedGateways = (tracer: Tracer, gateways: Gateways): Gateways =>
  Object.fromEntries(
    Object.entries(gateways).map(([channel, gateway]) => [channel, tracedGateway(tracer, channel, gateway)]),
  );

const tracedGateway = (tracer: Tracer, channel: string, gateway: MessageGateway): MessageGateway => ({
  send: (message) =>
    tracer.run(`send ${channel}`, 'client', { facts: { attempt: message.attemptId } }, async (tell) => {
      const result = await gateway.send(message);
      tell({ result: result.kind, ...(result.kind === 'accepted' && { providerId: result.providerId }) });
      return result;
    }),
});
