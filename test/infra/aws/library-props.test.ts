import { Annotations, App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type IVpc, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { KoreSessionsEmulator } from '../../../infra/aws/library/kore-sessions-emulator.ts';
import type { KoreSessionsEmulatorProps } from '../../../infra/aws/library/props.ts';

const newStack = () => new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Mine');

/** An emulator in a stack, by props that may need the stack. */
function emulatorWith(props: (stack: Stack) => KoreSessionsEmulatorProps) {
  const stack = newStack();
  const emulator = new KoreSessionsEmulator(stack, 'Kore', props(stack));
  return { stack, emulator, template: Template.fromStack(stack) };
}

describe('exposure', () => {
  test('protected makes a REST API behind AWS WAF', () => {
    const { template, stack, emulator } = emulatorWith(() => ({
      exposure: { kind: 'protected', allowedNetworks: ['203.0.113.0/24'] },
    }));
    template.resourceCountIs('AWS::ApiGatewayV2::Api', 0);
    template.resourceCountIs('AWS::ApiGateway::RestApi', 1);
    template.hasResourceProperties('AWS::WAFv2::IPSet', { Addresses: ['203.0.113.0/24'] });
    expect(JSON.stringify(stack.resolve(emulator.url))).toContain('.execute-api.');
    expect(new AwsSolutionsChecks().validateScope(stack).violations).toEqual([]);
  });

  test('private makes an API that answers one VPC', () => {
    const { template } = emulatorWith(() => ({ exposure: { kind: 'private', vpcId: 'vpc-0a1b2c3d' } }));
    template.hasResourceProperties('AWS::ApiGateway::RestApi', {
      EndpointConfiguration: Match.objectLike({ Types: ['PRIVATE'] }),
    });
    expect(() => emulatorWith(() => ({ exposure: { kind: 'private' } }))).toThrow(
      /exposure\.vpcEndpointIds: must be given/,
    );
  });

  test('open warns that there is no firewall, until that is acknowledged', () => {
    const { emulator } = emulatorWith(() => ({}));
    const warnings = () =>
      emulator.node
        .findAll()
        .flatMap(({ node }) => node.metadata)
        .filter(({ type }) => type === 'aws:cdk:warning');
    expect(warnings()).toHaveLength(1);
    Annotations.of(emulator).acknowledgeWarning('kore-sessions-emulator:open');
    expect(warnings()).toEqual([]);
  });
});

describe('domain', () => {
  const zoneOf = (stack: Stack) =>
    HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z012', zoneName: 'example.com' });

  test('gives the API a host name with certificate and records', () => {
    const { template, emulator } = emulatorWith((stack) => ({
      domain: { name: 'kore.example.com', zone: zoneOf(stack) },
    }));
    expect(emulator.url).toBe('https://kore.example.com');
    const [name] = Object.keys(template.findResources('AWS::ApiGatewayV2::DomainName'));
    template.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', { DomainName: { Ref: name } });
    template.resourceCountIs('AWS::Route53::RecordSet', 2);
    template.resourceCountIs('AWS::CertificateManager::Certificate', 1);
  });

  test('takes a certificate', () => {
    const arn = 'arn:aws:acm:eu-central-1:111122223333:certificate/1';
    const { template } = emulatorWith((stack) => ({
      domain: {
        name: 'kore.example.com',
        zone: zoneOf(stack),
        certificate: Certificate.fromCertificateArn(stack, 'Certificate', arn),
      },
    }));
    template.resourceCountIs('AWS::CertificateManager::Certificate', 0);
    template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
      DomainNameConfigurations: [Match.objectLike({ CertificateArn: arn })],
    });
  });

  test('must be in its zone, and of no private API', () => {
    const domain = (stack: Stack) => ({ name: 'kore.example.org', zone: zoneOf(stack) });
    expect(() => emulatorWith((stack) => ({ domain: domain(stack) }))).toThrow(/domain\.name: must be/);
  });
});

describe('vpc', () => {
  test('has the functions run in it, in these subnets, and lets them have network interfaces', () => {
    const { template, stack } = emulatorWith((scope) => {
      // The CDK's own props do not take a Vpc for an IVpc under exactOptionalPropertyTypes.
      const vpc = new Vpc(scope, 'Vpc') as IVpc;
      const group = new SecurityGroup(scope, 'Group', { vpc });
      return { vpc, vpcSubnets: { subnetType: SubnetType.PRIVATE_WITH_EGRESS }, securityGroups: [group] };
    });
    const [group] = Object.keys(template.findResources('AWS::EC2::SecurityGroup'));
    template.resourcePropertiesCountIs(
      'AWS::Lambda::Function',
      { VpcConfig: { SecurityGroupIds: [{ 'Fn::GetAtt': [group, 'GroupId'] }] } },
      2,
    );
    template.allResourcesProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({ Action: Match.arrayWith(['ec2:CreateNetworkInterface']), Resource: '*' }),
        ]),
      },
    });
    const emulator = stack.node.findChild('Kore');
    expect(new AwsSolutionsChecks().validateScope(emulator).violations).toEqual([]);
  });
});

describe('an existing table and key', () => {
  const tableArn = 'arn:aws:dynamodb:eu-central-1:111122223333:table/kept';
  const secretArn = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:kept-AbCdEf';

  test('are used and not made', () => {
    const { template, emulator } = emulatorWith((stack) => ({
      existingTable: TableV2.fromTableArn(stack, 'Table', tableArn),
      existingControlKey: Secret.fromSecretCompleteArn(stack, 'Key', secretArn),
    }));
    template.resourceCountIs('AWS::DynamoDB::GlobalTable', 0);
    template.resourceCountIs('AWS::SecretsManager::Secret', 0);
    template.allResourcesProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ TABLE_NAME: 'kept' }) },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ CONTROL_KEY_SECRET_ID: secretArn }) },
    });
    expect(JSON.stringify(template.findResources('AWS::IAM::Policy'))).toContain(`${tableArn}/index/`);
    expect(emulator.table.tableArn).toBe(tableArn);
  });
});

describe('alarms', () => {
  test('tell the topic, by thresholds of one’s own', () => {
    const { template, stack } = emulatorWith((scope) => ({
      alarms: { topic: new Topic(scope, 'Topic'), thresholds: { serverErrors: 7 } },
    }));
    const [topic] = Object.keys(template.findResources('AWS::SNS::Topic'));
    template.resourceCountIs('AWS::CloudWatch::Alarm', 11);
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [{ Ref: topic }] });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'UnexpectedServerErrors',
      Threshold: 7,
    });
    expect(stack.resolve(topic)).toBeDefined();
  });

  test('are none where nobody is to be told', () => {
    emulatorWith(() => ({})).template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });
});

test('tags are on what can have them', () => {
  const { template } = emulatorWith(() => ({ tags: { team: 'a' } }));
  template.allResourcesProperties('AWS::Lambda::Function', {
    Tags: Match.arrayWith([{ Key: 'team', Value: 'a' }]),
  });
});

test('a permissions boundary bounds every role', () => {
  const arn = 'arn:aws:iam::111122223333:policy/boundary';
  const { template } = emulatorWith((stack) => ({
    permissionsBoundary: ManagedPolicy.fromManagedPolicyArn(stack, 'Boundary', arn),
  }));
  template.resourceCountIs('AWS::IAM::Role', 2);
  template.allResourcesProperties('AWS::IAM::Role', { PermissionsBoundary: arn });
});

describe('grants', () => {
  const granted = (grant: (emulator: KoreSessionsEmulator, role: Role) => unknown, props = {}) => {
    const stack = newStack();
    const emulator = new KoreSessionsEmulator(stack, 'Kore', props);
    const role = new Role(stack, 'Tests', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') });
    grant(emulator, role);
    const policies = Object.entries(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
    return policies
      .filter(([id]) => id.startsWith('Tests'))
      .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
      .map(({ Action }) => Action);
  };

  test('grantInvoke lets call the functions', () => {
    const actions = granted((emulator, role) => emulator.grantInvoke(role));
    expect(new Set(actions)).toEqual(new Set(['lambda:InvokeFunction']));
  });

  test('grantControl lets read the control key', () => {
    expect(granted((emulator, role) => emulator.grantControl(role))).toEqual([
      ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
    ]);
  });

  test('grantCall lets call the API', () => {
    const exposure = { kind: 'private', vpcId: 'vpc-0a1b2c3d' };
    const actions = granted((emulator, role) => emulator.grantCall(role), { exposure });
    expect(actions).toEqual(['execute-api:Invoke']);
  });
});

test('metrics are those of the API and the emulator’s own', () => {
  const { emulator } = emulatorWith(() => ({ name: 'team-a' }));
  expect(emulator.metricRequests()).toMatchObject({ metricName: 'Count', statistic: 'Sum' });
  expect(emulator.metricLatency({ statistic: 'p50' })).toMatchObject({
    metricName: 'Latency',
    statistic: 'p50',
  });
  const own = { namespace: 'KoreSessionsEmulator', dimensions: { Environment: 'team-a' } };
  expect(emulator.metricUnexpectedServerErrors()).toMatchObject({
    ...own,
    metricName: 'UnexpectedServerErrors',
  });
  expect(emulator.metricUnexpectedClientErrorShare({ label: 'share' })).toMatchObject({
    ...own,
    metricName: 'UnexpectedClientErrors',
    label: 'share',
  });
});
