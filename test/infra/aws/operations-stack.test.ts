import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { toEmbeddedMetrics } from '../../../functions/lambda/metrics.ts';
import { tableDefinition } from '../../../functions/store/table/table-definition.ts';
import { dev } from '../../../infra/aws/environments/dev.ts';
import { defineEnvironment } from '../../../infra/aws/environments/index.ts';
import { prod } from '../../../infra/aws/environments/prod.ts';
import { staging } from '../../../infra/aws/environments/staging.ts';
import { seriesOf } from '../../lambda/embedded-metrics.ts';
import { synthesize } from './synthesize.ts';

const entry = {
  id: '',
  at: 0,
  metricRoute: 'other',
  method: 'POST',
  path: '/',
  query: '',
  status: 200,
  durationMs: 0,
  dynamodb: { calls: 0, readUnits: 0, writeUnits: 0 },
  slicesRead: 0,
};

interface SomeTemplate {
  readonly Parameters?: Readonly<Record<string, { Type: string; Default: string; Description?: string }>>;
  readonly Resources?: unknown;
}

describe.each([staging, prod])('the operations stack of $name', (environment) => {
  const { operations, stage } = synthesize(environment);

  test('says at synthesis that its alarms tell nobody, which fails nothing', () => {
    const said = stage.operations?.node.metadata.filter(({ type }) => type === 'aws:cdk:warning');
    expect(said?.map(({ data }) => String(data))).toEqual([
      expect.stringContaining(`The alarms of ${environment.name} tell nobody`),
    ]);
  });

  test.each([
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

  test.each([
    ['UnexpectedServerErrors', 'Sum', 5, 1],
    ['UnexpectedClientErrors', 'Average', 0.5, 3],
  ])('watches %s, which leave out what tests asked for', (MetricName, Statistic, Threshold, periods) => {
    operations?.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'KoreSessionsEmulator',
      MetricName,
      Dimensions: [{ Name: 'Environment', Value: environment.name }],
      Statistic,
      Threshold,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      EvaluationPeriods: periods,
      Period: 300,
      TreatMissingData: 'notBreaching',
    });
  });

  test('watches nothing that is not there: own metrics are among those that the function writes', () => {
    const written = new Set(Object.keys(seriesOf(toEmbeddedMetrics(entry, environment.name))));
    const template = JSON.stringify(operations?.toJSON());
    const watched = [...template.matchAll(/"Namespace":"KoreSessionsEmulator"/g)];
    expect(watched).toHaveLength(2);
    for (const name of ['UnexpectedClientErrors', 'UnexpectedServerErrors']) {
      expect(written).toContain(`${name} Environment=${environment.name}`);
    }
    const searches = [...template.matchAll(/\{KoreSessionsEmulator,([\w,]+)\} MetricName=[\\"]+(\w+)/g)];
    expect(searches).toHaveLength(5);
    for (const [, dimensions = '', name = ''] of searches) {
      const split = dimensions.split(',').map((dimension) => `${dimension}=[^ ]+`);
      const pattern = new RegExp(`^${name} ${split.join(' ')}$`);
      expect([...written].filter((series) => pattern.test(series))).toHaveLength(1);
    }
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

  test('pays for as many alarm metrics as docs/costs.md says', () => {
    const alarms = Object.values(operations?.findResources('AWS::CloudWatch::Alarm') ?? {});
    expect(alarms.filter(({ Properties }) => Properties.MetricName !== undefined)).toHaveLength(11);
    expect(alarms).toHaveLength(11);
  });

  test('has a dashboard, and no one to tell until an e-mail address is given', () => {
    operations?.hasResourceProperties('AWS::CloudWatch::Dashboard', {
      DashboardName: {
        'Fn::Join': ['', [`kore-sessions-emulator-${environment.name}-`, { Ref: 'AWS::Region' }]],
      },
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

describe('an API and functions that were made anew', () => {
  const { operations, api } = synthesize(prod);
  const { Parameters = {}, Resources }: SomeTemplate = operations?.toJSON() ?? {};

  /** The template as CloudFormation reads it, where the api stack has published these values. */
  function resolved(published: Readonly<Record<string, string>>): string {
    const text = JSON.stringify(Resources);
    return Object.entries(Parameters).reduce((all, [id, { Default }]) => {
      const value = JSON.stringify(published[Default] ?? Default);
      return all.replaceAll(JSON.stringify({ Ref: id }), value);
    }, text);
  }

  const publishedBy = (version: string) =>
    Object.fromEntries(
      ['api-id', 'functions/get-sessions', 'functions/control'].map((what) => [
        `/kore-sessions-emulator/prod/${what}`,
        `${what} ${version}`,
      ]),
    );

  test('are watched from the next deployment on, in alarms and dashboard', () => {
    const [before, after] = [resolved(publishedBy('old')), resolved(publishedBy('new'))];
    expect(before).toContain('"Value":"api-id old"');
    expect(after).toBe(before.replaceAll(' old"', ' new"'));
    for (const name of Object.values(publishedBy('new'))) {
      // At least one alarm, and a widget of the dashboard.
      expect(after.split(JSON.stringify(name)).length - 1).toBeGreaterThanOrEqual(2);
    }
    expect(after).not.toMatch(/GetStackOutput[^}]*-api"/);
  });

  test('are looked for at each deployment, though the template is the same', () => {
    const own = Object.values(Parameters).filter(({ Default }) =>
      Default.startsWith('/kore-sessions-emulator/'),
    );
    expect(own.map(({ Default }) => Default).sort()).toEqual(Object.keys(publishedBy('')).sort());
    for (const { Type, Description } of own) {
      expect(Type).toBe('AWS::SSM::Parameter::Value<String>');
      // What the CDK command line takes for a parameter that never matters.
      expect(Description ?? '').not.toContain('[cdk:skip]');
    }
  });

  test('are published by their stack, which is deployed first', () => {
    for (const Name of Object.keys(publishedBy(''))) {
      api.hasResourceProperties('AWS::SSM::Parameter', {
        Name,
        Value: Match.objectLike({ Ref: Match.anyValue() }),
      });
    }
    const { stage } = synthesize(prod);
    expect(stage.operations?.dependencies).toContain(stage.api);
  });
});

test('alarms go to a topic that there is', () => {
  const alarmTopicArn = 'arn:aws:sns:eu-central-1:111122223333:alarms';
  const { operations, stage } = synthesize(defineEnvironment({ ...prod, operations: { alarmTopicArn } }));

  operations?.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [alarmTopicArn] });
  expect(stage.operations?.node.metadata.filter(({ type }) => type === 'aws:cdk:warning')).toEqual([]);
  operations?.resourceCountIs('AWS::SNS::Topic', 0);
});

test('thresholds are those of the environment', () => {
  const thresholds = {
    serverErrors: 11,
    latencyP99Ms: 12,
    functionErrors: 13,
    functionThrottles: 14,
    tableThrottles: 15,
    unexpectedClientErrorPercent: 16,
  };
  const { operations } = synthesize(defineEnvironment({ ...prod, operations: { thresholds } }));
  const alarms = Object.values(operations?.findResources('AWS::CloudWatch::Alarm') ?? {});

  expect(alarms.map(({ Properties }) => Properties.Threshold).sort()).toEqual([
    0.16, 11, 12, 13, 13, 14, 14, 15, 15, 15, 15,
  ]);
});

test('dev has no operations stack', () => {
  expect(synthesize(dev).operations).toBeUndefined();
});
