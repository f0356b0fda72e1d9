import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { dev } from '../../../infra/aws/environments/dev.ts';
import { environments } from '../../../infra/aws/environments/index.ts';
import { statementsOf } from './statements.ts';
import { synthesize } from './synthesize.ts';

const tableName = { 'Fn::ImportValue': Match.stringLikeRegexp('StoreTable') };
const secretArn = { 'Fn::ImportValue': Match.stringLikeRegexp('StoreControlKey') };

const functions = [
  {
    name: 'GetSessions',
    memory: 1024,
    variables: {
      ENVIRONMENT_NAME: Match.anyValue(),
      TABLE_NAME: tableName,
      SLICE_CACHE_MEGABYTES: '256',
      ROW_CACHE_MEGABYTES: '64',
    },
  },
  {
    name: 'Control',
    memory: 512,
    variables: {
      ENVIRONMENT_NAME: Match.anyValue(),
      TABLE_NAME: tableName,
      CONTROL_KEY_SECRET_ID: secretArn,
    },
  },
] as const;

const writeOwnLogAndTraces = [
  { resource: 'own log group', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'] },
  { resource: '*', actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'] },
];

describe.each(environments)('the API stack of $name', (environment) => {
  const { stage, api } = synthesize(environment);

  test('has two functions and no other', () => {
    api.resourceCountIs('AWS::Lambda::Function', 2);
  });

  test('has the control function called every minute, so that removals go on by themselves', () => {
    api.hasResourceProperties('AWS::Events::Rule', {
      ScheduleExpression: 'rate(1 minute)',
      State: 'ENABLED',
      Targets: [
        Match.objectLike({
          Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ControlFunction'), 'Arn'] },
          RetryPolicy: { MaximumRetryAttempts: 0 },
        }),
      ],
    });
  });

  describe.each(functions)('the function $name', ({ name, memory, variables }) => {
    const ofFunction = { Ref: Match.stringLikeRegexp(`^${name}Logs`) };
    const { keep, perMinute } = environment.unattributedRequests ?? {};
    const bounds =
      name === 'GetSessions' && environment.unattributedRequests
        ? {
            UNATTRIBUTED_REQUESTS_KEPT: String(keep),
            UNATTRIBUTED_REQUESTS_PER_MINUTE: String(perMinute),
          }
        : {};

    test('runs ESM on Node 24 and arm64, traced, with exactly its environment variables', () => {
      api.hasResourceProperties('AWS::Lambda::Function', {
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        MemorySize: memory,
        Timeout: 29,
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogFormat: 'JSON', LogGroup: ofFunction },
        Environment: { Variables: Match.exact({ ...variables, ...bounds }) },
        ReservedConcurrentExecutions: Match.absent(),
        VpcConfig: Match.absent(),
      });
    });

    test('has a log group of its own that forgets in time', () => {
      const own = Object.entries(api.findResources('AWS::Logs::LogGroup')).filter(([id]) =>
        id.startsWith(`${name}Logs`),
      );

      expect(own).toHaveLength(1);
      expect(own[0]?.[1]).toMatchObject({
        DeletionPolicy: 'Delete',
        Properties: { RetentionInDays: environment.logRetentionDays },
      });
    });
  });

  test('get-sessions may read, add and count, and nothing else', () => {
    expect(statementsOf(api, 'GetSessions')).toEqual([
      writeOwnLogAndTraces[0],
      { resource: 'table', actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'] },
      { resource: 'table', actions: ['dynamodb:PutItem'] },
      { resource: 'session index', actions: ['dynamodb:Query'] },
      writeOwnLogAndTraces[1],
    ]);
  });

  test('get-sessions may put items into the partitions that it notes and counts in, and no others', () => {
    api.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Effect: 'Allow',
            Action: 'dynamodb:PutItem',
            Resource: Match.anyValue(),
            Condition: {
              'ForAllValues:StringLike': {
                'dynamodb:LeadingKeys': ['FAULTS#*', 'JOURNAL#*', 'JTI#*', 'RATE#*'],
              },
              Null: { 'dynamodb:LeadingKeys': 'false' },
            },
          },
        ]),
      },
    });
  });

  test('control may write, delete and read its key besides, and nothing else', () => {
    expect(statementsOf(api, 'Control')).toEqual([
      writeOwnLogAndTraces[0],
      {
        resource: 'table',
        actions: [
          'dynamodb:BatchGetItem',
          'dynamodb:BatchWriteItem',
          'dynamodb:DeleteItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:UpdateItem',
        ],
      },
      { resource: 'session index', actions: ['dynamodb:Query'] },
      { resource: 'control key', actions: ['secretsmanager:GetSecretValue'] },
      writeOwnLogAndTraces[1],
    ]);
  });

  test('no role has a managed policy', () => {
    api.allResourcesProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
  });

  test('can be destroyed', () => {
    expect(stage.api.terminationProtection).toBeFalsy();
  });
});

test('an environment without a console says so to both functions, any other says nothing', () => {
  const { api } = synthesize({ ...dev, console: false });

  api.allResourcesProperties('AWS::Lambda::Function', { Environment: { Variables: { CONSOLE: 'off' } } });
});
