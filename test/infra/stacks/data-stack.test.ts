import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { tenantNames } from '../../../policy/tenants';
import type { TableId, TableShape } from '../../../store/tables';
import { tableShapes } from '../../../store/tables';
import { dataStack } from '../templates';

const TABLE = 'AWS::DynamoDB::GlobalTable';
const BUCKET = 'AWS::S3::Bucket';

/** What the local AWS accepts in a template. One type outside this list rejects the whole template. */
const acceptedByEmulator = [
  'AWS::SecretsManager::Secret',
  TABLE,
  BUCKET,
  'AWS::KMS::Key',
  'AWS::KMS::Alias',
  'AWS::S3::BucketPolicy',
];

const prod = dataStack({ env: 'prod' });
const dev = dataStack({ env: 'dev' });
const emulator = dataStack({ target: 'emulator' });
const prodTenants = tenantNames(join(__dirname, '..', '..', '..', 'tenants', 'prod.json'));

const keysOf = ({ partition, sort }: { partition: string; sort?: string }): object[] => [
  { AttributeName: partition, KeyType: 'HASH' },
  ...(sort === undefined ? [] : [{ AttributeName: sort, KeyType: 'RANGE' }]),
];

const indexesOf = ({ indexes }: TableShape): unknown =>
  Object.keys(indexes).length === 0
    ? Match.absent()
    : Object.entries(indexes).map(([IndexName, index]) => ({
        IndexName,
        KeySchema: keysOf(index),
        Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: index.attributes },
      }));

const endsOf = ({ ttl }: TableShape): unknown =>
  ttl === undefined ? Match.absent() : { AttributeName: ttl, Enabled: true };

const streamOf = ({ stream }: TableShape): unknown =>
  stream === undefined ? Match.absent() : { StreamViewType: stream };

const recoveryOf = (days: number): unknown =>
  days === 0 ? Match.absent() : { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: days };

const tables: { id: TableId; logicalId: RegExp; recoveryDays: number }[] = [
  { id: 'core', logicalId: /^Core/, recoveryDays: 35 },
  { id: 'ledger', logicalId: /^Ledger/, recoveryDays: 35 },
  { id: 'idempotency', logicalId: /^Idempotency/, recoveryDays: 0 },
];

test.each(tables)(
  'DataStack builds $id in the shape that the store uses',
  ({ id, logicalId, recoveryDays }) => {
    const shape: TableShape = tableShapes[id];
    const [name = ''] = Object.keys(prod.template.findResources(TABLE)).filter((key) => logicalId.test(key));
    const Properties = {
      KeySchema: keysOf(shape.key),
      GlobalSecondaryIndexes: indexesOf(shape),
      TimeToLiveSpecification: endsOf(shape),
      StreamSpecification: streamOf(shape),
      Replicas: [Match.objectLike({ PointInTimeRecoverySpecification: recoveryOf(recoveryDays) })],
    };
    prod.template.templateMatches({ Resources: { [name]: { Properties } } });
  },
);

test('DataStack has a table for each shape', () => {
  prod.template.resourceCountIs(TABLE, Object.keys(tableShapes).length);
});

test('DataStack has a key for each tenant, which rotates and stays, under the name that processes ask for', () => {
  expect(prodTenants.length).toBeGreaterThan(0);
  for (const tenant of prodTenants)
    prod.template.hasResourceProperties('AWS::KMS::Alias', {
      AliasName: `alias/recobro-prod/tenant/${tenant}`,
    });
  expect(prod.stack.storeVariables()['RECOBRO_TENANT_KEY']).toBe('alias/recobro-prod/tenant/{tenant}');
  for (const key of Object.values(prod.template.findResources('AWS::KMS::Key')))
    expect(key).toMatchObject({ DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true } });
});

test('DataStack encrypts every table with the one key, which rotates', () => {
  prod.template.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  prod.template.resourceCountIs('AWS::KMS::Key', 2 + prodTenants.length);
  prod.template.allResourcesProperties(TABLE, {
    SSESpecification: { SSEEnabled: true, SSEType: 'KMS' },
    Replicas: [Match.objectLike({ SSESpecification: { KMSMasterKeyId: Match.anyValue() } })],
  });
});

test.each([TABLE, BUCKET, 'AWS::KMS::Key'])('DataStack keeps every %s of prod', (type) => {
  prod.template.allResources(type, { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  dev.template.allResources(type, { DeletionPolicy: 'Delete' });
});

test('DataStack refuses deletion in prod only', () => {
  prod.template.allResourcesProperties(TABLE, {
    Replicas: [Match.objectLike({ DeletionProtectionEnabled: true })],
  });
  dev.template.allResourcesProperties(TABLE, {
    Replicas: [Match.objectLike({ DeletionProtectionEnabled: false })],
  });
  expect(prod.stack.terminationProtection).toBe(true);
  expect(dev.stack.terminationProtection).toBe(false);
});

test('DataStack keeps letters private, versioned, encrypted and for as long as configured', () => {
  prod.template.hasResourceProperties(BUCKET, {
    VersioningConfiguration: { Status: 'Enabled' },
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [
        Match.objectLike({ ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: 'aws:kms' }) }),
      ],
    },
    LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 3653, Status: 'Enabled' })] },
  });
});

test('DataStack makes the keys of payloads and persons, and leaves access to Temporal to an operator', () => {
  const generated = { PasswordLength: 43, ExcludePunctuation: true };
  prod.template.hasResourceProperties('AWS::SecretsManager::Secret', {
    Name: 'recobro-prod/payload-keys',
    GenerateSecretString: { ...generated, GenerateStringKey: 'k1' },
  });
  prod.template.hasResourceProperties('AWS::SecretsManager::Secret', {
    Name: 'recobro-prod/index-key',
    GenerateSecretString: generated,
  });
  prod.template.hasResourceProperties('AWS::SecretsManager::Secret', {
    Name: 'recobro-prod/temporal',
    SecretString: '{}',
  });
});

test('DataStack refuses letters over plain HTTP', () => {
  prod.template.hasResourceProperties('AWS::S3::BucketPolicy', {
    PolicyDocument: Match.objectLike({
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ]),
    }),
  });
});

test('DataStack for the local AWS holds only types accepted there', () => {
  // The shape is CloudFormation's.
  const types = Object.values(emulator.template.toJSON().Resources as Record<string, { Type: string }>).map(
    ({ Type }) => Type,
  );
  expect(types.filter((type) => !acceptedByEmulator.includes(type))).toEqual([]);
  expect(emulator.stack.account).toBe('000000000000');
});

test('DataStack of prod is the template that was reviewed', () => {
  const text = JSON.stringify(prod.template.toJSON()).replace(/[a-f0-9]{64}/g, 'ASSET_HASH');
  expect(JSON.parse(text)).toMatchSnapshot();
});
