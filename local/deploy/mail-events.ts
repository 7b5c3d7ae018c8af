import { randomUUID } from 'node:crypto';
import {
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SentMail } from './cloud';

const detailTypes = { Delivery: 'Email Delivered', Bounce: 'Email Bounced' } as const;

/**
 * Says of a mail what SES would: the local SES tells nothing of its mails, and a bus takes no events in the name of AWS. The
 * deployed rule of mail is asked whether it would take the event, and then its own target gets it.
 *
 * @param configurationSet The one with which the mail was sent.
 * @throws {Error} When no deployed rule would take it.
 * @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export async function tellOfMail(
  eventType: keyof typeof detailTypes,
  mail: SentMail,
  configurationSet: string,
): Promise<void> {
  const Event = JSON.stringify(envelope(eventType, detailOf(eventType, mail, configurationSet)));
  const sqs = new SQSClient({});
  const QueueName = await queueThatTakes(Event);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: Event }));
}

/** The name of the queue that a rule of the default bus would put the event into. */
async function queueThatTakes(Event: string): Promise<string> {
  const events = new EventBridgeClient({});
  const { Rules = [] } = await events.send(new ListRulesCommand({}));
  for (const { Name, EventPattern } of Rules) {
    if (EventPattern === undefined) continue;
    const { Result } = await events.send(new TestEventPatternCommand({ EventPattern, Event }));
    if (!Result) continue;
    const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: Name }));
    const queue = /^arn:aws:sqs:[^:]*:[^:]*:(.+)$/.exec(Targets[0]?.Arn ?? '')?.[1];
    if (queue !== undefined) return queue;
  }
  throw new Error(`No deployed rule takes ${Event}`);
}

const envelope = (eventType: keyof typeof detailTypes, detail: unknown) => ({
  ...{ version: '0', id: randomUUID(), source: 'aws.ses', 'detail-type': detailTypes[eventType] },
  ...{ account: '000000000000', region: 'us-east-1', time: new Date().toISOString(), resources: [], detail },
});

function detailOf(
  eventType: keyof typeof detailTypes,
  { MessageId, To }: SentMail,
  configurationSet: string,
) {
  const timestamp = new Date().toISOString();
  const tags = { 'ses:configuration-set': [configurationSet] };
  const about = { eventType, mail: { messageId: MessageId, timestamp, destination: To, tags } };
  if (eventType === 'Delivery') return { ...about, delivery: { timestamp, recipients: To } };
  const bouncedRecipients = To.map((emailAddress) => ({ emailAddress }));
  const kind = { bounceType: 'Permanent', bounceSubType: 'General' };
  return { ...about, bounce: { ...kind, timestamp, feedbackId: `f-${MessageId}`, bouncedRecipients } };
}
