import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  HttpIamAuthorizer,
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
} from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Archive, EventBus, Match, Rule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Deployment } from '../config';
import { acknowledgeResources } from '../constructs/acknowledge';
import type { HouseFunctionProps } from '../constructs/house-function';
import { HouseFunction } from '../constructs/house-function';
import { houseStage } from '../constructs/house-stage';
import { peopleVariables, PrivacyFunction } from '../constructs/privacy-function';
import { SecureQueue } from '../constructs/secure-queue';
import type { DataStack } from './data-stack';
import type { MessagingStack } from './messaging-stack';
import { FEEDBACK_TIMEOUT } from './messaging-stack';

export interface IntakeProps extends Deployment {
  readonly data: DataStack;
  readonly messaging: MessagingStack;
}

const CONSUMER_TIMEOUT = Duration.seconds(30);
const ARCHIVE_DAYS = 90;
/** A step of the stream is tried so long that an outage of Temporal or of the bus is outlasted. */
const STREAM_RETRIES = 10;

/** The name of the secret that the edge and the gateway share. */
export const originSecretName = (environment: string): string => `recobro-${environment}/origin`;

/** What comes in: webhooks and clicks by HTTP, loan events by the bus, feedback by its queue; and what we tell others. */
export class IntakeStack extends Stack {
  readonly api: HttpApi;
  /** Of machines that sign as AWS does. */
  readonly machines: HttpApi;
  readonly bus: EventBus;
  readonly payments: SecureQueue;
  readonly loans: SecureQueue;
  /** What of the ledger nobody could be told. */
  readonly untold: SecureQueue;
  /** Tells what the ledger says. */
  readonly publisher: HouseFunction;
  readonly functions: HouseFunction[] = [];
  private readonly props: IntakeProps;

  constructor(scope: Construct, id: string, props: IntakeProps) {
    const { name, account, region } = props.config;
    super(scope, id, {
      stackName: `recobro-${name}-intake`,
      description: `Recobro ${name}: what comes in, and the events that go out`,
      env: { account, region },
      crossRegionReferences: region !== 'us-east-1',
    });
    this.props = props;
    this.payments = this.queue('Payments');
    this.loans = this.queue('LoanEvents');
    this.bus = new EventBus(this, 'Bus', { eventBusName: `recobro-${name}` });
    if (!props.emulator) this.archive();
    const products = this.productApi();
    this.api = this.publicApi(products);
    this.machines = this.machineApi(products);
    this.consumers();
    this.loanEvents();
    this.untold = this.queue('Untold');
    this.publisher = this.ledgerEvents();
    this.addOutputs();
  }

  /** The gateways, by what they are called in alarms. */
  apis(): readonly { readonly id: string; readonly api: HttpApi }[] {
    return [
      { id: 'Api', api: this.api },
      { id: 'MachineApi', api: this.machines },
    ];
  }

  private queue(id: string): SecureQueue {
    const { key: encryptionKey, operators: tell } = this.props.messaging;
    return new SecureQueue(this, id, { encryptionKey, tell, consumerTimeout: CONSUMER_TIMEOUT });
  }

  private function(id: string, props: Omit<HouseFunctionProps, 'config'>): HouseFunction {
    const made = new HouseFunction(this, id, { config: this.props.config, ...props });
    this.functions.push(made);
    return made;
  }

  private archive(): void {
    new Archive(this, 'Archive', {
      sourceEventBus: this.bus,
      description: 'Loan events, to be replayed to the rule of loan events alone',
      eventPattern: { source: Match.prefix('loans.') },
      retention: Duration.days(ARCHIVE_DAYS),
    });
  }

  /** What strangers may call, once they came through the edge. */
  private publicApi(products: HouseFunction): HttpApi {
    const { config, data } = this.props;
    const api = new HttpApi(this, 'Api', { apiName: `recobro-${config.name}`, createDefaultStage: false });
    houseStage(this, 'Stage', api);
    const authorizer = this.originCheck();
    const route = (path: string, methods: HttpMethod[], to: HouseFunction): void => {
      const integration = new HttpLambdaIntegration(`${to.node.id}Integration`, to);
      api.addRoutes({ path, methods, integration, authorizer });
    };
    route('/webhooks/{provider}/{tenant}', [HttpMethod.POST], this.webhooks());
    route('/u/{token}', [HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST], this.unsubscribe());
    route('/v1/{proxy+}', [HttpMethod.ANY], products);
    if (config.people) {
      const privacy = new PrivacyFunction(this, { config, data, people: config.people });
      this.functions.push(privacy);
      route('/v1/privacy/{proxy+}', [HttpMethod.ANY], privacy);
    }
    return api;
  }

  /** Machines that sign as AWS does have a gateway of their own, which asks IAM; a route can ask one authority only. */
  private machineApi(products: HouseFunction): HttpApi {
    const { name } = this.props.config;
    const api = new HttpApi(this, 'MachineApi', {
      apiName: `recobro-${name}-machines`,
      createDefaultStage: false,
    });
    houseStage(this, 'MachineStage', api);
    api.addRoutes({
      path: '/v1/{proxy+}',
      methods: [HttpMethod.ANY],
      integration: new HttpLambdaIntegration('MachineIntegration', products),
      authorizer: new HttpIamAuthorizer(),
    });
    return api;
  }

  /** It authenticates by itself: keys with HMAC, tokens of people, and what IAM said. */
  private productApi(): HouseFunction {
    const { data, config } = this.props;
    const products = this.function('ProductApi', {
      module: 'api',
      description: 'The API, version 1',
      environment: {
        ...this.storeVariables(),
        RECOBRO_DEFAULT_STRATEGY: config.defaultStrategy,
        RECOBRO_IAM_TENANTS: JSON.stringify(config.machines),
        ...(config.people && peopleVariables(config.people)),
      },
      timeout: CONSUMER_TIMEOUT,
      reserved: config.concurrency?.public,
      folders: ['strategies', 'schemas'],
    });
    data.grantStore(products);
    this.allowProviderSecrets(products);
    return products;
  }

  private originCheck(): IHttpRouteAuthorizer {
    const secret = originSecretName(this.props.config.name);
    const check = this.function('OriginCheck', {
      module: 'origin',
      description: 'Lets through what came by the edge',
      environment: { RECOBRO_ORIGIN_SECRET: secret },
      memoryMiB: 256,
    });
    this.allowSecrets(check, `${secret}-??????`);
    return new HttpLambdaAuthorizer('Origin', check, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['$request.header.x-recobro-origin'],
      resultsCacheTtl: Duration.minutes(5),
    });
  }

  private webhooks(): HouseFunction {
    const webhooks = this.function('Webhooks', {
      module: 'webhooks',
      description: 'Believes or refuses deliveries of payment providers',
      environment: { RECOBRO_PAYMENTS_QUEUE_URL: this.payments.queue.queueUrl },
      reserved: this.props.config.concurrency?.public,
    });
    this.payments.grantSend(webhooks);
    this.allowProviderSecrets(webhooks);
    return webhooks;
  }

  private unsubscribe(): HouseFunction {
    const { data, config } = this.props;
    const unsubscribe = this.function('Unsubscribe', {
      module: 'unsubscribe',
      description: 'One click, and no more mail',
      environment: this.storeVariables(),
      reserved: config.concurrency?.public,
    });
    data.grantStore(unsubscribe);
    return unsubscribe;
  }

  private consumers(): void {
    const { data, messaging, config } = this.props;
    const reserved = config.concurrency?.consumers;
    const payments = this.function('PaymentsConsumer', {
      module: 'payments',
      description: 'Matches payments to accounts',
      environment: this.storeVariables(),
      timeout: CONSUMER_TIMEOUT,
      reserved,
    });
    const feedback = this.function('FeedbackConsumer', {
      module: 'feedback',
      description: 'Takes what providers tell of messages',
      environment: { ...this.storeVariables(), RECOBRO_NUMBERS: JSON.stringify(config.numbers) },
      timeout: FEEDBACK_TIMEOUT,
      reserved,
    });
    for (const consumer of [payments, feedback]) data.grantStore(consumer);
    this.allowProviderSecrets(payments);
    this.payments.feed(payments);
    messaging.feedback.feed(feedback);
  }

  private loanEvents(): void {
    const { data, config } = this.props;
    new Rule(this, 'LoanRule', {
      eventBus: this.bus,
      description: 'What loan systems tell us',
      eventPattern: { source: Match.prefix('loans.') },
      targets: [this.loans.asTarget()],
    });
    const consumer = this.function('LoanEventsConsumer', {
      module: 'events',
      handler: 'inHandler',
      description: 'Opens, feeds and closes cases by loan events',
      environment: { ...this.storeVariables(), RECOBRO_DEFAULT_STRATEGY: config.defaultStrategy },
      timeout: CONSUMER_TIMEOUT,
      reserved: config.concurrency?.consumers,
      folders: ['strategies'],
    });
    data.grantStore(consumer);
    this.loans.feed(consumer);
  }

  private ledgerEvents(): HouseFunction {
    const { data } = this.props;
    const publisher = this.function('LedgerPublisher', {
      module: 'events',
      handler: 'outHandler',
      description: 'Tells what the ledger says, in its order',
      environment: { ...this.storeVariables(), RECOBRO_EVENT_BUS: this.bus.eventBusName },
      timeout: CONSUMER_TIMEOUT,
      folders: ['strategies'],
    });
    data.grantLedgerReader(publisher);
    publisher.addToRolePolicy(
      new PolicyStatement({ actions: ['events:PutEvents'], resources: [this.bus.eventBusArn] }),
    );
    data.ledger.addConsumer(publisher, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: STREAM_RETRIES,
      onFailure: this.untold.asStreamDeadLetters(),
    });
    return publisher;
  }

  private storeVariables(): Record<string, string> {
    const { data, config } = this.props;
    const { address, namespace } = config.temporal;
    return { ...data.storeVariables(), TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace };
  }

  /** Of every tenant: `recobro/<tenant>/<provider>`. */
  private allowProviderSecrets(grantee: HouseFunction): void {
    const arn = this.allowSecrets(grantee, 'recobro/*');
    const reason = 'Tenants and their providers come and go without a deploy';
    if (grantee.role) acknowledgeResources(grantee.role, arn, reason);
  }

  private allowSecrets(grantee: HouseFunction, names: string): string {
    const resource = this.formatArn({ service: 'secretsmanager', resource: `secret:${names}` });
    grantee.addToRolePolicy(
      new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [resource] }),
    );
    return resource;
  }

  private addOutputs(): void {
    new CfnOutput(this, 'ApiId', { value: this.api.apiId });
    new CfnOutput(this, 'MachineApiId', { value: this.machines.apiId });
    new CfnOutput(this, 'BusName', { value: this.bus.eventBusName });
    new CfnOutput(this, 'PaymentsQueueUrl', { value: this.payments.queue.queueUrl });
  }
}
