import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Deployment } from '../config';
import { AppendOnlyTable } from '../constructs/append-only-table';
import { DataKey } from '../constructs/data-key';
import { PrivateBucket } from '../constructs/private-bucket';
import { SecureTable } from '../constructs/secure-table';
import { tableShapes } from '../../store/tables';

/** What must outlive every deployment: the tables, the letters and the key of both. */
export class DataStack extends Stack {
  readonly key: DataKey;
  readonly core: SecureTable;
  readonly ledger: AppendOnlyTable;
  readonly idempotency: SecureTable;
  readonly letters: PrivateBucket;

  constructor(scope: Construct, id: string, { config, emulator }: Deployment) {
    const { name, account, region, protectData, recoveryDays } = config;
    super(scope, id, {
      stackName: `recobro-${name}-data`,
      description: `Recobro ${name}: tables, letters and their key`,
      env: { account, region },
      terminationProtection: protectData && !emulator,
    });

    const key = new DataKey(this, 'Key', { alias: `recobro-${name}-data`, retain: protectData });
    const table = { encryptionKey: key, protect: protectData };
    this.key = key;
    this.core = new SecureTable(this, 'Core', { ...table, shape: tableShapes.core, recoveryDays });
    this.ledger = new AppendOnlyTable(this, 'Ledger', { ...table, shape: tableShapes.ledger, recoveryDays });
    // Losing it costs a second look at a request, not data: the ledger's own keys refuse a repeat.
    this.idempotency = new SecureTable(this, 'Idempotency', {
      ...table,
      shape: tableShapes.idempotency,
      recoveryDays: 0,
    });
    this.letters = new PrivateBucket(this, 'Letters', {
      encryptionKey: key,
      retain: protectData,
      retentionDays: config.letterRetentionDays,
    });
    this.addOutputs();
  }

  /** The values of the product's environment variables, for whoever runs a worker outside these stacks. */
  private addOutputs(): void {
    new CfnOutput(this, 'CoreTableName', { value: this.core.tableName });
    new CfnOutput(this, 'LedgerTableName', { value: this.ledger.tableName });
    new CfnOutput(this, 'IdempotencyTableName', { value: this.idempotency.tableName });
    new CfnOutput(this, 'LettersBucketName', { value: this.letters.bucketName });
    new CfnOutput(this, 'DataKeyArn', { value: this.key.keyArn });
  }
}
