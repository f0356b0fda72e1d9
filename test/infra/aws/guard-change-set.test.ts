import { describe, expect, test } from 'vitest';
import { type ResourceChange, refusedChanges } from '../../../infra/aws/guard/change-set.ts';

/** Changes as `aws cloudformation describe-change-set` prints them. */
const tableChange = {
  Action: 'Modify',
  LogicalResourceId: 'StoreTable0CCFA19B',
  PhysicalResourceId: 'kore-sessions-emulator-staging-data-StoreTable0CCFA19B-1V2OXT7QFDQ3N',
  ResourceType: 'AWS::DynamoDB::GlobalTable',
  Replacement: 'False',
  Scope: ['Properties'],
  Details: [
    {
      Target: {
        Attribute: 'Properties',
        Name: 'WriteOnDemandThroughputSettings',
        RequiresRecreation: 'Never',
      },
      Evaluation: 'Static',
      ChangeSource: 'DirectModification',
    },
  ],
};
const secretChange = {
  Action: 'Modify',
  LogicalResourceId: 'StoreControlKey9BADA2AD',
  PhysicalResourceId:
    'arn:aws:secretsmanager:eu-central-1:111122223333:secret:StoreControlKey9BADA2AD-AbCdEf',
  ResourceType: 'AWS::SecretsManager::Secret',
  Replacement: 'False',
  Scope: ['Tags'],
  Details: [{ Target: { Attribute: 'Tags', RequiresRecreation: 'Never' }, Evaluation: 'Static' }],
};
const apiChange = {
  Action: 'Modify',
  LogicalResourceId: 'HttpApi4E1D4184',
  PhysicalResourceId: 'a1b2c3d4e5',
  ResourceType: 'AWS::ApiGatewayV2::Api',
  Replacement: 'False',
  Scope: ['Properties'],
  Details: [{ Target: { Attribute: 'Properties', Name: 'Name', RequiresRecreation: 'Never' } }],
};
const functionChange = {
  Action: 'Modify',
  LogicalResourceId: 'GetSessionsFunction766A8029',
  PhysicalResourceId: 'kore-sessions-emulator-staging-api-GetSessionsFunction766A8029-abc',
  ResourceType: 'AWS::Lambda::Function',
  Replacement: 'True',
  Scope: ['Properties'],
  Details: [{ Target: { Attribute: 'Properties', Name: 'FunctionName', RequiresRecreation: 'Always' } }],
};

const messages = (...changes: ResourceChange[]) =>
  refusedChanges(changes.map((ResourceChange) => ({ Type: 'Resource', ResourceChange }))).map(
    ({ message }) => message,
  );

const recreation = (Name: string, RequiresRecreation: string) => ({
  Details: [{ Target: { Attribute: 'Properties', Name, RequiresRecreation }, Evaluation: 'Static' }],
});

describe('what the guard lets pass', () => {
  test('updates in place, and any change of a resource that holds nothing', () => {
    expect(messages(tableChange, secretChange, apiChange, functionChange)).toEqual([]);
  });

  test('a host name that is pointed at another API, and a record at another address', () => {
    const modified = { Action: 'Modify', LogicalResourceId: 'Domain', Replacement: 'False' };
    expect(
      messages(
        { ...modified, ResourceType: 'AWS::ApiGatewayV2::ApiMapping', ...recreation('ApiId', 'Never') },
        { ...modified, ResourceType: 'AWS::Route53::RecordSet', ...recreation('AliasTarget', 'Never') },
      ),
    ).toEqual([]);
  });

  test.each(['Add', 'Import', 'SyncWithActual'])('%s of a stateful resource', (Action) => {
    expect(
      messages({ Action, LogicalResourceId: 'New', ResourceType: 'AWS::DynamoDB::GlobalTable' }),
    ).toEqual([]);
  });

  test('a removal of a resource that holds nothing', () => {
    expect(messages({ ...functionChange, Action: 'Remove', PolicyAction: 'Delete' })).toEqual([]);
  });

  test('a change set without changes, and a change that is not of a resource', () => {
    expect(refusedChanges([])).toEqual([]);
    expect(refusedChanges([{}])).toEqual([]);
  });
});

describe('what the guard refuses', () => {
  test('a replaced table, with the properties that make it be replaced', () => {
    const change = {
      ...tableChange,
      Replacement: 'True',
      PolicyAction: 'ReplaceAndRetain',
      Details: [...tableChange.Details, ...recreation('KeySchema', 'Always').Details],
    };

    expect(messages(change)).toEqual([
      'StoreTable0CCFA19B (AWS::DynamoDB::GlobalTable) would be replaced, because of a change of KeySchema: ' +
        'every account and every session would be lost.',
    ]);
  });

  test.each([
    ['AWS::ApiGatewayV2::ApiMapping', 'DomainName'],
    ['AWS::Route53::RecordSet', 'Name'],
  ])('a replaced %s', (ResourceType, property) => {
    const change = { Action: 'Modify', LogicalResourceId: 'Domain', ResourceType, Replacement: 'True' };

    expect(messages({ ...change, ...recreation(property, 'Always') })).toEqual([
      `Domain (${ResourceType}) would be replaced, because of a change of ${property}: ` +
        'the host name would answer nobody until it is set up anew.',
    ]);
  });

  test('a table that might be replaced', () => {
    const change = {
      ...tableChange,
      Replacement: 'Conditional',
      ...recreation('TableName', 'Conditionally'),
    };

    expect(messages(change)).toEqual([
      'StoreTable0CCFA19B (AWS::DynamoDB::GlobalTable) might be replaced, because of a change of TableName: ' +
        'every account and every session would be lost.',
    ]);
  });

  test.each([
    ['AWS::DynamoDB::GlobalTable', 'every account and every session would be lost'],
    ['AWS::DynamoDB::Table', 'every account and every session would be lost'],
    ['AWS::SecretsManager::Secret', 'the control key would change for everyone who uses it'],
    ['AWS::ApiGatewayV2::Api', 'the URL would change'],
    ['AWS::ApiGateway::RestApi', 'the URL would change'],
    ['AWS::ApiGatewayV2::DomainName', 'the host name would answer nobody until it is set up anew'],
    ['AWS::ApiGatewayV2::ApiMapping', 'the host name would answer nobody until it is set up anew'],
    ['AWS::Route53::RecordSet', 'the host name would answer nobody until it is set up anew'],
  ])('a removed %s', (ResourceType, loss) => {
    const change = { Action: 'Remove', LogicalResourceId: 'Gone', ResourceType, PolicyAction: 'Delete' };

    expect(messages(change)).toEqual([`Gone (${ResourceType}) would be removed: ${loss}.`]);
    expect(messages({ ...change, PolicyAction: 'Retain' })).toEqual([
      `Gone (${ResourceType}) would leave its stack, and be used no more: ${loss}.`,
    ]);
  });

  test('a control key that would be generated anew, though its secret stays', () => {
    const change = { ...secretChange, ...recreation('GenerateSecretString', 'Never') };

    expect(messages(change)).toEqual([
      'StoreControlKey9BADA2AD (AWS::SecretsManager::Secret) would be made anew, because of a change of ' +
        'GenerateSecretString: the control key would change for everyone who uses it.',
    ]);
  });

  test('what CloudFormation cannot tell before it does it', () => {
    expect(messages({ ...apiChange, Action: 'Dynamic', Replacement: undefined })).toEqual([
      'HttpApi4E1D4184 (AWS::ApiGatewayV2::Api) might be replaced, which CloudFormation cannot tell beforehand: ' +
        'the URL would change.',
    ]);
  });

  test('each such change among many, by its logical id', () => {
    const changes = [
      functionChange,
      { ...apiChange, Replacement: 'True' },
      secretChange,
      { ...tableChange, Action: 'Remove' },
    ];

    expect(
      refusedChanges(changes.map((ResourceChange) => ({ ResourceChange }))).map(({ logicalId }) => logicalId),
    ).toEqual(['HttpApi4E1D4184', 'StoreTable0CCFA19B']);
  });
});
