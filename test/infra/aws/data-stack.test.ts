import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { tableDefinition } from '../../../functions/store/table/table-definition.ts';
import { environments } from '../../../infra/aws/environments/index.ts';
import { synthesize } from './synthesize.ts';

describe.each(environments)('the data stack of $name', (environment) => {
  const { stage, data } = synthesize(environment);
  const [policy, kept] = environment.name === 'dev' ? ['Delete', false] : ['Retain', true];
  const { sessionIndex } = tableDefinition;

  test('has the keys and the index of the table definition, and nothing more', () => {
    data.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      KeySchema: [
        { AttributeName: tableDefinition.partitionKey, KeyType: 'HASH' },
        { AttributeName: tableDefinition.sortKey, KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        Match.objectLike({
          IndexName: sessionIndex.name,
          KeySchema: [
            { AttributeName: sessionIndex.partitionKey, KeyType: 'HASH' },
            { AttributeName: sessionIndex.sortKey, KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: sessionIndex.nonKeyAttributes },
        }),
      ],
      LocalSecondaryIndexes: Match.absent(),
      StreamSpecification: Match.absent(),
      TimeToLiveSpecification: { AttributeName: tableDefinition.timeToLiveAttribute, Enabled: true },
    });
  });

  test('bills on demand up to the unit caps, for the table and for the index', () => {
    const read = { MaxReadRequestUnits: environment.data.maxReadUnits };
    const write = { MaxWriteRequestUnits: environment.data.maxWriteUnits };

    data.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      BillingMode: 'PAY_PER_REQUEST',
      WriteOnDemandThroughputSettings: write,
      GlobalSecondaryIndexes: [Match.objectLike({ WriteOnDemandThroughputSettings: write })],
      Replicas: [
        Match.objectLike({
          ReadOnDemandThroughputSettings: read,
          GlobalSecondaryIndexes: [{ IndexName: sessionIndex.name, ReadOnDemandThroughputSettings: read }],
        }),
      ],
    });
  });

  test(`${kept ? 'protects' : 'does not protect'} table and stack`, () => {
    data.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [
        Match.objectLike({
          DeletionProtectionEnabled: kept,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: kept },
        }),
      ],
    });
    expect(stage.data.terminationProtection).toBe(kept);
  });

  test.each(['AWS::DynamoDB::GlobalTable', 'AWS::SecretsManager::Secret'])('%s: %s', (type) => {
    data.resourceCountIs(type, 1);
    data.hasResource(type, { DeletionPolicy: policy, UpdateReplacePolicy: policy });
  });

  test('generates a plain control key that goes into a header as it is', () => {
    data.hasResourceProperties('AWS::SecretsManager::Secret', {
      GenerateSecretString: { PasswordLength: 40, ExcludePunctuation: true },
      Name: Match.absent(),
    });
  });

  test('publishes the table name and where the control key is', () => {
    const [secret] = Object.keys(data.findResources('AWS::SecretsManager::Secret'));
    const [table] = Object.keys(data.findResources('AWS::DynamoDB::GlobalTable'));

    data.hasOutput('TableName', { Value: { Ref: table } });
    data.hasOutput('ControlKeySecretArn', { Value: { Ref: secret } });
    data.hasResourceProperties('AWS::SSM::Parameter', {
      Name: `/kore-sessions-emulator/${environment.name}/control-key-secret`,
      Type: 'String',
      Value: { Ref: secret },
    });
  });
});
