import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { dev } from '../../../infra/aws/environments/dev.ts';
import { KoreSessionsEmulator } from '../../../infra/aws/library/kore-sessions-emulator.ts';
import type { KoreSessionsEmulatorProps } from '../../../infra/aws/library/props.ts';
import { synthesize } from './synthesize.ts';

/** An application without the feature flags of this project; functions are not built. */
function newStack(id = 'Mine'): Stack {
  return new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), id);
}

function templateOf(props?: KoreSessionsEmulatorProps): Template {
  const stack = newStack();
  new KoreSessionsEmulator(stack, 'Kore', props);
  return Template.fromStack(stack);
}

/** The properties of all resources of a type that matter beside names, references and tags. */
function settingsOf(template: Template, type: string, ...properties: string[]): unknown[] {
  const withoutTags = JSON.stringify(template.toJSON(), (key, value) => (key === 'Tags' ? undefined : value));
  return Object.values(Template.fromString(withoutTags).findResources(type)).map(
    ({ Properties, DeletionPolicy, UpdateReplacePolicy }) => ({
      DeletionPolicy,
      UpdateReplacePolicy,
      ...Object.fromEntries(properties.map((property) => [property, Properties[property]])),
    }),
  );
}

/** What each role may do. */
const actions = (template: Template) =>
  Object.values(template.findResources('AWS::IAM::Policy')).map(({ Properties }) =>
    Properties.PolicyDocument.Statement.map(({ Action }: { Action: unknown }) => [Action].flat().sort()),
  );

/** The names of the environment variables of each function. */
const variables = (template: Template) =>
  Object.values(template.findResources('AWS::Lambda::Function')).map(({ Properties }) =>
    Object.keys(Properties.Environment.Variables),
  );

const names = (template: Template) => [
  ...Object.values(template.findResources('AWS::ApiGatewayV2::Api')).map(({ Properties }) => Properties.Name),
  ...Object.values(template.findResources('AWS::Logs::LogGroup')).flatMap(
    ({ Properties }) => Properties.LogGroupName ?? [],
  ),
];

describe('KoreSessionsEmulator', () => {
  test('is what the environment dev deploys, where no prop says otherwise', () => {
    const mine = templateOf();
    const { data, api } = synthesize(dev);

    for (const [from, type, ...properties] of [
      [data, 'AWS::DynamoDB::GlobalTable', 'Replicas', 'KeySchema', 'WriteOnDemandThroughputSettings'],
      [data, 'AWS::SecretsManager::Secret', 'GenerateSecretString'],
      [api, 'AWS::Lambda::Function', 'Description', 'MemorySize', 'Runtime', 'Timeout', 'Handler'],
      [api, 'AWS::ApiGatewayV2::Stage', 'DefaultRouteSettings', 'AutoDeploy', 'StageName'],
      [api, 'AWS::ApiGatewayV2::Route', 'RouteKey', 'AuthorizationType'],
      [api, 'AWS::Logs::LogGroup', 'RetentionInDays'],
    ] as const) {
      const here = settingsOf(mine, type, ...properties);
      expect(here.length).toBeGreaterThan(0);
      expect(here).toEqual(settingsOf(from, type, ...properties));
    }
    expect(actions(mine)).toEqual(actions(api));
    expect(variables(mine)).toEqual(variables(api));
    mine.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          SLICE_CACHE_MEGABYTES: String(dev.memory.sliceCacheMegabytes),
          ROW_CACHE_MEGABYTES: String(dev.memory.rowCacheMegabytes),
        },
      },
    });
  });

  test('does as its props say', () => {
    const template = templateOf({
      name: 'team-a',
      removalPolicy: RemovalPolicy.RETAIN,
      deletionProtection: true,
      pointInTimeRecovery: true,
      maxReadUnits: 11,
      maxWriteUnits: 12,
      throttle: { rate: 13, burst: 14 },
      logRetention: RetentionDays.ONE_YEAR,
      getSessionsMemorySize: 2048,
      controlMemorySize: 1536,
      journalRetention: Duration.hours(1),
      accountExpiry: Duration.days(7),
    });

    template.hasResource('AWS::DynamoDB::GlobalTable', {
      DeletionPolicy: 'RetainExceptOnCreate',
      Properties: {
        WriteOnDemandThroughputSettings: { MaxWriteRequestUnits: 12 },
        Replicas: [
          {
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
            ReadOnDemandThroughputSettings: { MaxReadRequestUnits: 11 },
          },
        ],
      },
    });
    template.hasResource('AWS::SecretsManager::Secret', { DeletionPolicy: 'RetainExceptOnCreate' });
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 13, ThrottlingBurstLimit: 14 },
    });
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 365 });
    template.hasResourceProperties('AWS::Lambda::Function', {
      MemorySize: 2048,
      Environment: { Variables: { SLICE_CACHE_MEGABYTES: '512', ROW_CACHE_MEGABYTES: '128' } },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      MemorySize: 1536,
      Environment: { Variables: { ACCOUNT_JOURNAL_SECONDS: '3600', ACCOUNT_EXPIRES_IN_SECONDS: '604800' } },
    });
    expect(names(template)).toEqual([
      'kore-sessions-emulator-team-a',
      '/aws/vendedlogs/kore-sessions-emulator/team-a/access',
    ]);
  });

  test('gives out URL, control key, table and functions', () => {
    const stack = newStack();
    const emulator = new KoreSessionsEmulator(stack, 'Kore');
    const template = Template.fromStack(stack);
    const [api] = Object.keys(template.findResources('AWS::ApiGatewayV2::Api'));
    const [secret] = Object.keys(template.findResources('AWS::SecretsManager::Secret'));
    const [table] = Object.keys(template.findResources('AWS::DynamoDB::GlobalTable'));

    expect(stack.resolve(emulator.url)).toEqual({ 'Fn::GetAtt': [api, 'ApiEndpoint'] });
    expect(stack.resolve(emulator.controlKeySecret.secretArn)).toEqual({ Ref: secret });
    expect(stack.resolve(emulator.table.tableName)).toEqual({ Ref: table });
    for (const [given, description] of [
      [emulator.getSessionsFunction, 'The emulated getSessions API.'],
      [emulator.controlFunction, 'The control API under /_emulator.'],
    ] as const) {
      const functions = template.findResources('AWS::Lambda::Function', {
        Properties: { Description: description },
      });
      expect(stack.resolve(given.functionName)).toEqual({ Ref: Object.keys(functions)[0] });
    }
  });

  test('shares no name with another one, and has the same names at every synthesis', () => {
    const synthesizeTwo = () => {
      const first = newStack('First');
      new KoreSessionsEmulator(first, 'Kore');
      new KoreSessionsEmulator(first, 'Other');
      const second = new Stack(first.node.root, 'Second');
      new KoreSessionsEmulator(second, 'Kore');
      return [first, second].flatMap((stack) => names(Template.fromStack(stack)));
    };

    const all = synthesizeTwo();
    expect(all).toHaveLength(6);
    expect(new Set(all).size).toBe(6);
    expect(synthesizeTwo()).toEqual(all);
  });

  test('has a name that fits in a stack with a long one', () => {
    const stack = newStack(`A${'-long'.repeat(24)}`);
    new KoreSessionsEmulator(stack, 'Emulator');

    expect(names(Template.fromStack(stack))[0]).toMatch(/^kore-sessions-emulator-[a-z0-9-]{2,40}$/);
  });

  test('breaks none of the AWS Solutions rules', () => {
    const stack = newStack();
    new KoreSessionsEmulator(stack, 'Kore');

    expect(new AwsSolutionsChecks().validateScope(stack).violations).toEqual([]);
  });
});

describe('a wrong prop', () => {
  test.each<[string, Record<string, unknown>, string | RegExp]>([
    ['a name in capitals', { name: 'Team A' }, 'name: must be 2 to 40 of a-z, 0-9 and -, a letter first'],
    ['a fraction', { maxReadUnits: 1.5 }, /maxReadUnits: .*int/],
    ['nothing at all', { maxWriteUnits: 0 }, /maxWriteUnits: .*1/],
    ['half a throttle', { throttle: { rate: 10 } }, /throttle\.burst: .*number/],
    ['memory in words', { getSessionsMemorySize: '1 GB' }, /Kore: getSessionsMemorySize: [^;]*number[^;]*$/],
    ['too little memory', { getSessionsMemorySize: 64 }, /getSessionsMemorySize: .*128/],
    ['too much memory', { controlMemorySize: 20_000 }, /controlMemorySize: .*10240/],
    ['a log that is kept for ever', { logRetention: RetentionDays.INFINITE }, /logRetention: .*731/],
    ['a snapshot', { removalPolicy: RemovalPolicy.SNAPSHOT }, /removalPolicy: .*"destroy"\|"retain"/],
    [
      'protection of what is to be destroyed',
      { deletionProtection: true },
      "deletionProtection: must be false where removalPolicy is 'destroy': the table could not be removed",
    ],
    ['a journal of seconds', { journalRetention: Duration.seconds(5) }, /journalRetention: .*60/],
    ['an account for ages', { accountExpiry: Duration.days(500) }, /accountExpiry: .*31622400/],
    ['a misspelt one', { maxReedUnits: 1 }, 'maxReedUnits: is not a known prop'],
  ])('is refused by its name: %s', (_, props, message) => {
    const stack = newStack();

    expect(() => new KoreSessionsEmulator(stack, 'Kore', props)).toThrow(message);
    expect(() => new KoreSessionsEmulator(stack, 'Again', props)).toThrow(
      /^KoreSessionsEmulator Mine\/Again: /,
    );
  });

  test('is told with all the others', () => {
    expect(() => templateOf({ maxReadUnits: 0, maxWriteUnits: 0 })).toThrow(
      /maxReadUnits: .*; maxWriteUnits: /,
    );
  });
});
