import { Match } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { defineEnvironment, environments } from '../../../infra/aws/environments/index.ts';
import { prod } from '../../../infra/aws/environments/prod.ts';
import { statementsOf } from './statements.ts';
import { synthesize, withApp } from './synthesize.ts';

const rotating = defineEnvironment({ ...prod, controlKeyRotationDays: 90 });
const { api, operations } = synthesize(rotating);

test('a control key that may become 90 days old is looked at every hour', () => {
  api.hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: 'rate(1 hour)',
    State: 'ENABLED',
    Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [Match.stringLikeRegexp('RotateKey'), 'Arn'] } })],
  });
  api.hasResourceProperties('AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: { 'Fn::GetAtt': [Match.stringLikeRegexp('RotateKey'), 'Arn'] },
    Principal: 'events.amazonaws.com',
    SourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('KeyRotationSchedule'), 'Arn'] },
  });
  api.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: {
        CONTROL_KEY_ROTATION_DAYS: '90',
        CONTROL_KEY_SECRET_ID: { 'Fn::ImportValue': Match.stringLikeRegexp('StoreControlKey') },
      },
    },
  });
});

test('an event that cannot be handed to the function is kept in a queue', () => {
  const [queue] = Object.keys(api.findResources('AWS::SQS::Queue'));
  api.resourceCountIs('AWS::SQS::Queue', 1);
  api.hasResourceProperties('AWS::Events::Rule', {
    Targets: [Match.objectLike({ DeadLetterConfig: { Arn: { 'Fn::GetAtt': [queue, 'Arn'] } } })],
  });
});

test('what changes the key may put a new one, and read none', () => {
  expect(statementsOf(api, 'KeyRotationRotateKey').slice(1)).toEqual([
    {
      resource: 'control key',
      actions: ['secretsmanager:ListSecretVersionIds', 'secretsmanager:PutSecretValue'],
    },
    { resource: '*', actions: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'] },
  ]);
});

test('a change that fails raises an alarm', () => {
  operations?.resourcePropertiesCountIs(
    'AWS::CloudWatch::Alarm',
    { Namespace: 'AWS/Lambda', MetricName: 'Errors' },
    3,
  );
});

test('the AWS Solutions rules find nothing unacknowledged in it', () => {
  const violations = withApp([rotating], (app) => new AwsSolutionsChecks().validateScope(app).violations);

  expect(violations).toEqual([]);
});

test.each(environments)('$name has its key changed by hand only', (environment) => {
  const { api: template } = synthesize(environment);

  template.resourcePropertiesCountIs('AWS::Events::Rule', { ScheduleExpression: 'rate(1 hour)' }, 0);
  template.resourcePropertiesCountIs(
    'AWS::Lambda::Function',
    { Environment: { Variables: { CONTROL_KEY_ROTATION_DAYS: Match.anyValue() } } },
    0,
  );
});
