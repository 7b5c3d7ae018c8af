import {
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  DeleteRuleCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod';

const NAME = 'heard-by-the-check';
const toldSchema = z.object({
  detail: z.object({ type: z.string(), subject: z.string(), sequence: z.string() }),
});
/** An event that the system has told the world. */
export type Told = z.infer<typeof toldSchema>['detail'];

/** Listens to what the deployed system tells on its bus, as any subscriber would: by a rule and a queue. */
export class Heard {
  private readonly sqs = new SQSClient({});
  private readonly events = new EventBridgeClient({});
  private queueUrl = '';
  private readonly told: Told[] = [];

  constructor(private readonly bus: string) {}

  async begin(): Promise<void> {
    const { QueueUrl = '' } = await this.sqs.send(new CreateQueueCommand({ QueueName: NAME }));
    this.queueUrl = QueueUrl;
    const asked = await this.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
    );
    const rule = { Name: NAME, EventBusName: this.bus };
    const EventPattern = JSON.stringify({ source: [{ prefix: 'recobro.' }] });
    await this.events.send(new PutRuleCommand({ ...rule, EventPattern }));
    const Targets = [{ Id: NAME, Arn: asked.Attributes?.['QueueArn'] }];
    await this.events.send(new PutTargetsCommand({ Rule: NAME, EventBusName: this.bus, Targets }));
  }

  /** All that was told so far. */
  async all(): Promise<readonly Told[]> {
    for (;;) {
      const { queueUrl: QueueUrl } = this;
      const { Messages = [] } = await this.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 3600 }),
      );
      if (Messages.length === 0) return this.told;
      this.told.push(...Messages.map(({ Body = '' }) => toldSchema.parse(JSON.parse(Body)).detail));
    }
  }

  async end(): Promise<void> {
    await this.events.send(new RemoveTargetsCommand({ Rule: NAME, EventBusName: this.bus, Ids: [NAME] }));
    await this.events.send(new DeleteRuleCommand({ Name: NAME, EventBusName: this.bus }));
    await this.sqs.send(new DeleteQueueCommand({ QueueUrl: this.queueUrl }));
  }
}
