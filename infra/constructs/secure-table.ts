import { RemovalPolicy } from 'aws-cdk-lib';
import type { Attribute, GlobalSecondaryIndexPropsV2, TablePropsV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  AttributeType,
  Billing,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable, PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { KeyShape, TableShape } from '../../store/tables';

export interface SecureTableProps {
  readonly shape: TableShape;
  readonly encryptionKey: IKey;
  /** Refuse deletion, and keep the table when the stack goes. */
  readonly protect: boolean;
  /** Days back to which the table can be restored; 0 for data that is worthless once lost. */
  readonly recoveryDays: number;
  readonly resourcePolicy?: PolicyDocument;
}

/** A table on demand, encrypted with our key, restorable, and hard to delete where it matters. */
export class SecureTable extends TableV2 {
  private readonly reachable: readonly string[];

  constructor(scope: Construct, id: string, props: SecureTableProps) {
    super(scope, id, {
      ...shapeProps(props.shape),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(props.encryptionKey),
      deletionProtection: props.protect,
      removalPolicy: props.protect ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      ...recoveryProps(props.recoveryDays),
      ...(props.resourcePolicy && { resourcePolicy: props.resourcePolicy }),
    });
    const indexes = Object.keys(props.shape.indexes).map((name) => `${this.tableArn}/index/${name}`);
    this.reachable = [this.tableArn, ...indexes];
  }

  /** May do these with the table and its indexes, each by its name; the helpers of CDK give `index/*`. */
  allow(grantee: IGrantable, ...actions: readonly string[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: [...actions], resources: [...this.reachable] }),
    );
  }
}

function shapeProps({ key, indexes, ttl, stream }: TableShape): TablePropsV2 {
  return {
    ...keyProps(key),
    globalSecondaryIndexes: Object.entries(indexes).map(indexProps),
    ...(ttl !== undefined && { timeToLiveAttribute: ttl }),
    ...(stream !== undefined && { dynamoStream: StreamViewType[stream] }),
  };
}

function indexProps([indexName, index]: [
  string,
  TableShape['indexes'][string],
]): GlobalSecondaryIndexPropsV2 {
  return {
    indexName,
    ...keyProps(index),
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: [...index.attributes],
  };
}

function keyProps({ partition, sort }: KeyShape): { partitionKey: Attribute; sortKey?: Attribute } {
  const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });
  return { partitionKey: text(partition), ...(sort !== undefined && { sortKey: text(sort) }) };
}

function recoveryProps(days: number): Pick<TablePropsV2, 'pointInTimeRecoverySpecification'> {
  if (days === 0) return {};
  return {
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: days },
  };
}
