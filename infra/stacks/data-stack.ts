import { join } from 'node:path';
import { CfnOutput, RemovalPolicy, SecretValue, Stack } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { SecretProps } from 'aws-cdk-lib/aws-secretsmanager';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Deployment } from '../config';
import { acknowledge } from '../constructs/acknowledge';
import { AppendOnlyTable } from '../constructs/append-only-table';
import { DataKey } from '../constructs/data-key';
import { PrivateBucket } from '../constructs/private-bucket';
import { SecureTable } from '../constructs/secure-table';
import { TenantKeys } from '../constructs/tenant-keys';
import { tenantNames } from '../../policy/tenants';
import type { TableNames } from '../../store/tables';
import { bucketName } from '../names';
import { tableEnvironment, tableShapes } from '../../store/tables';

/** What the store does with the core table. No scan: whoever reads knows whose data it is. */
const workActions = [
  'dynamodb:BatchGetItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
] as const;

/** What it does with the marks that let things count once, with kept answers and with counts of requests. */
const onceActions = [
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
] as const;

/** What reading keys and appending to a ledger takes. */
const decryptActions = ['dynamodb:GetItem', 'dynamodb:UpdateItem'] as const;

/** The product's own tenants, by environment. */
const TENANTS = join(__dirname, '..', '..', 'tenants');

/** 43 letters and digits are base64 of 32 bytes. */
const generated = { passwordLength: 43, excludePunctuation: true };

/** A process asks for a secret by its name. `Secret.secretName` would take it out of the ARN, which a local AWS does not give. */
const secretNamesOf = (environment: string) => ({
  temporal: `recobro-${environment}/temporal`,
  payloadKeys: `recobro-${environment}/payload-keys`,
  indexKey: `recobro-${environment}/index-key`,
});

/** What must outlive every deployment: the tables, the letters, the secrets that read them, and the key of all. */
export class DataStack extends Stack {
  readonly key: DataKey;
  readonly core: SecureTable;
  readonly ledger: AppendOnlyTable;
  readonly idempotency: SecureTable;
  readonly letters: PrivateBucket;
  /** `TEMPORAL_…` variables: API key, or certificate and key. Filled by an operator. */
  readonly temporalSecret: Secret;
  /** From key id to payload key, the current one first. */
  readonly payloadKeys: Secret;
  /** Of the blind index; never changed. */
  readonly indexKey: Secret;
  /** Of the tenants: under each the keys of its persons are wrapped. */
  readonly tenantKeys: TenantKeys;
  /** By which a process asks for them. */
  readonly secretNames: ReturnType<typeof secretNamesOf>;

  constructor(scope: Construct, id: string, { config, emulator }: Deployment) {
    const { name, account, region, protectData, recoveryDays } = config;
    super(scope, id, {
      stackName: `recobro-${name}-data`,
      description: `Recobro ${name}: tables, letters and their key`,
      env: { account, region },
      terminationProtection: protectData && !emulator,
    });

    this.secretNames = secretNamesOf(name);
    const key = new DataKey(this, 'Key', { alias: `recobro-${name}-data`, retain: protectData });
    const table = { encryptionKey: key, protect: protectData };
    this.key = key;
    this.tenantKeys = new TenantKeys(this, 'TenantKeys', {
      environment: name,
      tenants: tenantNames(join(TENANTS, `${name}.json`)),
      retain: protectData,
    });
    this.core = new SecureTable(this, 'Core', { ...table, shape: tableShapes.core, recoveryDays });
    this.ledger = new AppendOnlyTable(this, 'Ledger', { ...table, shape: tableShapes.ledger, recoveryDays });
    // Losing it costs a second look at a request, not data: the ledger's own keys refuse a repeat.
    this.idempotency = new SecureTable(this, 'Idempotency', {
      ...table,
      shape: tableShapes.idempotency,
      recoveryDays: 0,
    });
    this.letters = new PrivateBucket(this, 'Letters', {
      bucketName: bucketName(config, 'letters'),
      encryptionKey: key,
      retain: protectData,
      retentionDays: config.letterRetentionDays,
    });
    this.temporalSecret = this.secret('TemporalSecret', this.secretNames.temporal, protectData, {
      secretStringValue: SecretValue.unsafePlainText('{}'),
    });
    this.payloadKeys = this.secret('PayloadKeys', this.secretNames.payloadKeys, protectData, {
      generateSecretString: { ...generated, secretStringTemplate: '{}', generateStringKey: 'k1' },
    });
    this.indexKey = this.secret('IndexKey', this.secretNames.indexKey, protectData, {
      generateSecretString: generated,
    });
    this.acknowledgeSecrets();
    this.addOutputs();
  }

  tableNames(): TableNames {
    const { core, ledger, idempotency } = this;
    return { core: core.tableName, ledger: ledger.tableName, idempotency: idempotency.tableName };
  }

  /** The variables by which a process finds the tables. */
  tableVariables(): Record<string, string> {
    return tableEnvironment(this.tableNames());
  }

  /** The variables by which a process that opens the store finds its secrets; `grantStore` lets it read them. */
  storeVariables(): Record<string, string> {
    return { ...this.decryptVariables(), TEMPORAL_SECRET: this.secretNames.temporal };
  }

  /** The same for a process that never asks Temporal; `grantDecrypt` lets it read them. */
  decryptVariables(): Record<string, string> {
    const { payloadKeys, indexKey } = this.secretNames;
    return {
      ...this.tableVariables(),
      RECOBRO_PAYLOAD_KEYS_SECRET: payloadKeys,
      RECOBRO_INDEX_KEY_SECRET: indexKey,
      RECOBRO_TENANT_KEY: this.tenantKeys.keyName,
    };
  }

  /** May work with the store and read what it needs for that: changes in the core table, additions to the ledger. */
  grantStore(grantee: IGrantable): void {
    this.core.allow(grantee, ...workActions);
    this.idempotency.allow(grantee, ...onceActions);
    this.ledger.grantAppend(grantee);
    this.ledger.grantRead(grantee);
    this.tenantKeys.grantWrap(grantee);
    this.grantSecrets(grantee);
  }

  /** May decrypt what cases carry, and write down that it does: reads accounts and keys of persons, and changes heads of ledgers. */
  grantDecrypt(grantee: IGrantable): void {
    this.core.allow(grantee, ...decryptActions);
    this.idempotency.allow(grantee, 'dynamodb:PutItem');
    this.ledger.grantAppend(grantee);
    this.tenantKeys.grantUnwrap(grantee);
    this.grantRead(grantee, this.payloadKeys, this.indexKey);
  }

  /** May say what happened, and who is meant; may change nothing. */
  grantLedgerReader(grantee: IGrantable): void {
    this.ledger.grantRead(grantee);
    this.grantSecrets(grantee);
  }

  /** May reach Temporal, and reads no payload there. */
  grantTemporalSecret(grantee: IGrantable): void {
    this.grantRead(grantee, this.temporalSecret);
  }

  private grantSecrets(grantee: IGrantable): void {
    this.grantRead(grantee, this.temporalSecret, this.payloadKeys, this.indexKey);
  }

  private grantRead(grantee: IGrantable, ...secrets: readonly Secret[]): void {
    this.key.grantUse(grantee);
    for (const { secretArn } of secrets) {
      const read = new PolicyStatement({
        actions: ['secretsmanager:GetSecretValue'],
        resources: [secretArn],
      });
      grantee.grantPrincipal.addToPrincipalPolicy(read);
    }
  }

  /** May read where every ledger ends, which the core table knows, and nothing else. */
  grantHeads(grantee: IGrantable): void {
    this.core.allow(grantee, 'dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query');
    this.key.grantUse(grantee);
  }

  /** May pull the stop switch, which is to put items, and nothing else. */
  grantHalt(grantee: IGrantable): void {
    this.core.allow(grantee, 'dynamodb:PutItem');
    this.key.grantUse(grantee);
  }

  private secret(id: string, secretName: string, retain: boolean, value: SecretProps): Secret {
    return new Secret(this, id, {
      secretName,
      // By its ARN, so that CDK does not add a statement with wildcards to the key: `grantUse` gives what is needed.
      encryptionKey: Key.fromKeyArn(this, `${id}Key`, this.key.keyArn),
      removalPolicy: retain ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...value,
    });
  }

  /** Why nothing rotates them on a schedule. */
  private acknowledgeSecrets(): void {
    const reasons: readonly (readonly [Secret, string])[] = [
      [
        this.temporalSecret,
        'Temporal issues it; an operator puts a new one in, and all learn of it within minutes',
      ],
      [
        this.payloadKeys,
        'Old keys must stay to read old histories; a new one is added in front by an operator',
      ],
      [this.indexKey, 'The blind index is made with it: another key would find nobody'],
    ];
    for (const [secret, reason] of reasons) acknowledge(secret, 'SMG4', reason);
  }

  /** The values of the product's environment variables, for whoever runs a worker outside these stacks. */
  private addOutputs(): void {
    new CfnOutput(this, 'CoreTableName', { value: this.core.tableName });
    new CfnOutput(this, 'LedgerTableName', { value: this.ledger.tableName });
    new CfnOutput(this, 'IdempotencyTableName', { value: this.idempotency.tableName });
    new CfnOutput(this, 'LettersBucketName', { value: this.letters.bucketName });
    new CfnOutput(this, 'TemporalSecretName', { value: this.secretNames.temporal });
    new CfnOutput(this, 'DataKeyArn', { value: this.key.keyArn });
  }
}
