import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { tableDefinition } from '../../../functions/store/table/table-definition.ts';
import { defineEnvironment, environments } from '../../../infra/aws/environments/index.ts';
import { prod } from '../../../infra/aws/environments/prod.ts';
import { synthesize } from './synthesize.ts';

describe.each(environments)('the data stack of $name', (environment) => {
  const { stage, data } = synthesize(environment);
  const kept = environment.name !== 'dev';
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

  test.each(['AWS::DynamoDB::GlobalTable', 'AWS::SecretsManager::Secret'])(
    `${kept ? 'keeps' : 'does not keep'} the %s, but for a first deployment that fails`,
    (type) => {
      data.resourceCountIs(type, 1);
      data.hasResource(
        type,
        kept
          ? { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' }
          : { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' },
      );
    },
  );

  test('makes the table last, as one that is protected could not be removed where something else fails', () => {
    type Resources = Record<string, { Type: string; DependsOn?: string[] }>;
    const resources = Object.entries(data.toJSON()['Resources'] as Resources);
    const [, table] = resources.find(([, { Type }]) => Type === 'AWS::DynamoDB::GlobalTable') ?? [];
    const others = resources
      .filter(([, resource]) => resource !== table && resource.Type !== 'AWS::CDK::Metadata')
      .map(([id]) => id);
    expect(others).not.toEqual([]);
    expect(table?.DependsOn?.toSorted()).toEqual(others.toSorted());
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

describe('a data stack with a table and a key that there are already', () => {
  const existing = {
    tableName: 'kept-table',
    controlKeySecretArn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:kept-AbCdEf',
  };
  const withExisting = (change: Partial<typeof existing>) =>
    defineEnvironment({ ...prod, data: { ...prod.data, existing: change } });

  test('makes neither, and the functions use them', () => {
    const { data, api } = synthesize(withExisting(existing));
    data.resourceCountIs('AWS::DynamoDB::GlobalTable', 0);
    data.resourceCountIs('AWS::SecretsManager::Secret', 0);
    data.hasResourceProperties('AWS::SSM::Parameter', { Value: existing.controlKeySecretArn });
    api.allResourcesProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ TABLE_NAME: 'kept-table' }) },
    });
    // What imports nothing keeps CloudFormation from nothing.
    expect(JSON.stringify(api.toJSON())).not.toContain('Fn::ImportValue');
  });

  test('may have one of the two', () => {
    const { tableName } = existing;
    const { data } = synthesize(withExisting({ tableName }));
    data.resourceCountIs('AWS::DynamoDB::GlobalTable', 0);
    data.resourceCountIs('AWS::SecretsManager::Secret', 1);
  });

  test('is refused where they are said wrong', () => {
    expect(() => withExisting({})).toThrow(/data\.existing: must name a table, a control key or both/);
    expect(() => withExisting({ controlKeySecretArn: 'kept' })).toThrow(
      /data\.existing\.controlKeySecretArn: must be the whole ARN/,
    );
  });
});
