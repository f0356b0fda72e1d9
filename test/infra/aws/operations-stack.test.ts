import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { tableDefinition } from '../../../functions/store/table-definition.ts';
import { dev } from '../../../infra/aws/environments/dev.ts';
import { defineEnvironment } from '../../../infra/aws/environments/index.ts';
import { prod } from '../../../infra/aws/environments/prod.ts';
import { staging } from '../../../infra/aws/environments/staging.ts';
import { synthesize } from './synthesize.ts';

describe.each([staging, prod])('the operations stack of $name', (environment) => {
  const { operations } = synthesize(environment);

  test.each([
    ['AWS/ApiGateway', '5xx', 1],
    ['AWS/ApiGateway', 'Latency', 1],
    ['AWS/Lambda', 'Errors', 2],
    ['AWS/Lambda', 'Throttles', 2],
  ])('watches %s %s', (Namespace, MetricName, count) => {
    operations?.resourcePropertiesCountIs(
      'AWS::CloudWatch::Alarm',
      { Namespace, MetricName, TreatMissingData: 'notBreaching' },
      count,
    );
  });

  test('watches the slowest answer in a hundred', () => {
    operations?.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Latency',
      ExtendedStatistic: 'p99',
    });
  });

  test.each(['ReadThrottleEvents', 'WriteThrottleEvents'])(
    'watches DynamoDB %s, of the table and of its index',
    (MetricName) => {
      const table = { Name: 'TableName', Value: Match.anyValue() };
      const index = { Name: 'GlobalSecondaryIndexName', Value: tableDefinition.sessionIndex.name };

      for (const Dimensions of [[table], [index, table]]) {
        operations?.resourcePropertiesCountIs(
          'AWS::CloudWatch::Alarm',
          { Namespace: 'AWS/DynamoDB', MetricName, Dimensions, Statistic: 'Sum' },
          1,
        );
      }
    },
  );

  test('has a dashboard, and no one to tell until an e-mail address is given', () => {
    operations?.hasResourceProperties('AWS::CloudWatch::Dashboard', {
      DashboardName: `kore-sessions-emulator-${environment.name}`,
    });
    operations?.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: Match.absent() });
    operations?.resourceCountIs('AWS::SNS::Topic', 0);
  });

  test('keeps nothing in the other stacks from being replaced', () => {
    expect(JSON.stringify(operations?.toJSON())).not.toContain('Fn::ImportValue');
  });
});

describe('an alarm e-mail', () => {
  const { operations } = synthesize(
    defineEnvironment({ ...prod, operations: { alarmEmail: 'team@example.com' } }),
  );

  test('is subscribed to a topic that every alarm tells', () => {
    const [topic] = Object.keys(operations?.findResources('AWS::SNS::Topic') ?? {});

    operations?.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'team@example.com',
    });
    operations?.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [{ Ref: topic }] });
  });

  test('needs a topic that lets the alarms of this account publish, over TLS only', () => {
    operations?.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: { StringEquals: { 'aws:SourceAccount': Match.anyValue() } },
          }),
        ],
      },
    });
  });
});

test('dev has no operations stack', () => {
  expect(synthesize(dev).operations).toBeUndefined();
});
