import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { DynamoEventSourceProps } from 'aws-cdk-lib/aws-lambda-event-sources';
import { DynamoEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import type { DataKey } from './data-key';
import type { SecureTableProps } from './secure-table';
import { SecureTable } from './secure-table';

/** Every way to change or remove an item. BatchWriteItem is one: it carries deletes, and puts without a condition. */
export const changingActions = [
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:PartiQLUpdate',
  'dynamodb:PartiQLDelete',
] as const;

export interface AppendOnlyTableProps extends Omit<SecureTableProps, 'resourcePolicy'> {
  readonly encryptionKey: DataKey;
}

/**
 * A table whose items are added and read, never changed.
 *
 * The table itself is private, so that no CDK grant helper can give more, and its resource policy denies every
 * change to everybody, administrators included. IAM cannot force the condition of a PutItem: that a put does not
 * overwrite is kept by the repository (`attribute_not_exists`) and found out by the hash chain.
 */
export class AppendOnlyTable extends Construct {
  readonly tableName: string;
  readonly tableArn: string;
  private readonly table: SecureTable;
  private readonly key: DataKey;

  constructor(scope: Construct, id: string, props: AppendOnlyTableProps) {
    super(scope, id);
    this.key = props.encryptionKey;
    this.table = new SecureTable(this, 'Table', { ...props, resourcePolicy: denyChanges() });
    this.tableName = this.table.tableName;
    this.tableArn = this.table.tableArn;
  }

  /** May put entries, also inside a transaction; may neither read nor change them. */
  grantAppend(grantee: IGrantable): void {
    this.table.allow(grantee, 'dynamodb:PutItem', 'dynamodb:ConditionCheckItem');
    this.key.grantUse(grantee);
  }

  /** May get and query entries. No scan: a reader knows whose ledger it reads. */
  grantRead(grantee: IGrantable): void {
    this.table.allow(grantee, 'dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query');
    this.key.grantUse(grantee);
  }

  /** Feeds the table's stream to a function. */
  addConsumer(consumer: IFunction, props: DynamoEventSourceProps): void {
    // Every TableV2 is an ITable; only their optional properties differ, and under exactOptionalPropertyTypes only.
    const table = this.table as ITable;
    consumer.addEventSource(new DynamoEventSource(table, props));
  }
}

function denyChanges(): PolicyDocument {
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        sid: 'NobodyChangesTheLedger',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: [...changingActions],
        // The policy hangs on the table, which cannot name its own ARN.
        resources: ['*'],
      }),
    ],
  });
}
