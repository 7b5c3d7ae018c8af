import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { signedText } from '../../functions/api/authenticate';
import type { IncomingName } from '../../functions/events/incoming';
import { incomingType } from '../../functions/events/incoming';
import { ORIGIN_HEADER } from '../../functions/origin';
import { INDEX_KEY_VARIABLE } from '../../store/blind-index';
import { PAYLOAD_KEYS_VARIABLE } from '../../temporal/key-ring';
import type { SentMail } from './cloud';
import { tellOfMail } from './mail-events';

export interface DeployedOptions {
  readonly endpoint: string;
  readonly environment: string;
  readonly apiId: string;
  readonly tenant: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const KEY_NAME = 'despliegue';

/**
 * The deployed system as the world outside sees it: a caller of the API with a key, a payment provider, a loan system, the
 * mail service. The clients of AWS take their address from the environment.
 */
export class Deployed {
  private readonly secrets = new SecretsManagerClient({});
  private readonly events = new EventBridgeClient({});
  private readonly apiKey = randomBytes(24).toString('base64url');
  private readonly stripeKey = `whsec_${randomBytes(24).toString('base64url')}`;
  private origin = '';

  constructor(private readonly options: DeployedOptions) {}

  /**
   * What an operator does once after the first deploy: where Temporal is, and what the tenant shares with callers and
   * providers. The keys are written too: AWS makes them out of letters and digits, the local AWS of any signs.
   *
   * @returns The keys, by the variables that hold them in a process.
   */
  async operate(temporal: Readonly<Record<string, string>>): Promise<Record<string, string>> {
    const { environment } = this.options;
    const [payloadKey, indexKey] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
    await this.write(`recobro-${environment}/temporal`, JSON.stringify(temporal));
    await this.write(`recobro-${environment}/payload-keys`, JSON.stringify({ k1: payloadKey }));
    await this.write(`recobro-${environment}/index-key`, indexKey);
    for (const [name, key] of this.shared())
      await this.secrets.send(
        new CreateSecretCommand({ Name: name, SecretString: JSON.stringify({ signing: [key] }) }),
      );
    const { SecretString } = await this.secrets.send(
      new GetSecretValueCommand({ SecretId: `recobro-${environment}/origin` }),
    );
    this.origin = SecretString ?? '';
    return { [PAYLOAD_KEYS_VARIABLE]: `k1:${payloadKey}`, [INDEX_KEY_VARIABLE]: indexKey };
  }

  /** Takes back what `operate` made. */
  async forget(): Promise<void> {
    for (const [SecretId] of this.shared())
      await this.secrets.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
  }

  private shared(): readonly (readonly [string, string])[] {
    const { tenant } = this.options;
    return [
      [`recobro/${tenant}/api/${KEY_NAME}`, this.apiKey],
      [`recobro/${tenant}/stripe`, this.stripeKey],
    ];
  }

  private async write(SecretId: string, SecretString: string): Promise<void> {
    await this.secrets.send(new PutSecretValueCommand({ SecretId, SecretString }));
  }

  /** A call of the API, signed with the tenant's key. @throws {Error} When it is not answered with 2xx. */
  async api(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const rawBody = body === undefined ? '' : JSON.stringify(body);
    const seconds = String(Math.floor(Date.now() / 1000));
    const text = signedText({ method, target: path, headers: {}, rawBody: Buffer.from(rawBody) }, seconds);
    const signature = createHmac('sha256', this.apiKey).update(text).digest('hex');
    const answer = await this.knock(method, path, rawBody, {
      authorization: `RECOBRO-HMAC-SHA256 key=${this.options.tenant}.${KEY_NAME},ts=${seconds},signature=${signature}`,
      'idempotency-key': randomUUID(),
    });
    if (answer.status >= 300)
      throw new Error(`${method} ${path} is answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** A delivery of Stripe. @param key What it is signed with; absent: what the tenant agreed with Stripe. */
  webhook(
    event: unknown,
    { key = this.stripeKey, headers = {} }: { key?: string; headers?: Readonly<Record<string, string>> } = {},
  ): Promise<Answer> {
    const body = JSON.stringify(event);
    const seconds = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex');
    return this.knock('POST', `/webhooks/stripe/${this.options.tenant}`, body, {
      'stripe-signature': `t=${seconds},v1=${signature}`,
      ...headers,
    });
  }

  /** Any request to the gateway. @param origin What shows that it came by the edge; absent: as the edge does. */
  async knock(
    method: string,
    path: string,
    body: string,
    headers: Readonly<Record<string, string>> = {},
    origin = this.origin,
  ): Promise<Answer> {
    const { endpoint, apiId } = this.options;
    const response = await fetch(`${endpoint}/_aws/execute-api/${apiId}/$default${path}`, {
      method,
      headers: { 'content-type': 'application/json', [ORIGIN_HEADER]: origin, ...headers },
      ...(method !== 'GET' && { body }),
    });
    const text = await response.text();
    return { status: response.status, body: z.json().safeParse(jsonOf(text)).data ?? text };
  }

  /** What a loan system puts on the bus. */
  async loanEvent(
    name: IncomingName,
    data: unknown,
    extensions: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const { tenant, environment } = this.options;
    const type = incomingType(name);
    const detail = {
      specversion: '1.0',
      id: randomUUID(),
      source: '/core-bancario',
      type,
      data,
      ...extensions,
    };
    await this.put(`recobro-${environment}`, `loans.${tenant}`, type, detail);
  }

  /** What SES says of a mail. */
  mailEvent(eventType: 'Delivery' | 'Bounce', mail: SentMail): Promise<void> {
    return tellOfMail(eventType, mail, `recobro-${this.options.environment}`);
  }

  private async put(
    EventBusName: string,
    Source: string,
    DetailType: string,
    detail: unknown,
  ): Promise<void> {
    const Entries = [{ EventBusName, Source, DetailType, Detail: JSON.stringify(detail) }];
    const { FailedEntryCount } = await this.events.send(new PutEventsCommand({ Entries }));
    if (FailedEntryCount) throw new Error(`The bus ${EventBusName} did not take ${DetailType}`);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
