import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { App } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { dev } from '../../../infra/aws/environments/dev.ts';
import {
  defineEnvironment,
  type Environment,
  findEnvironment,
} from '../../../infra/aws/environments/index.ts';
import { prod } from '../../../infra/aws/environments/prod.ts';
import { physicalNames } from './physical-names.ts';
import { cdkContext, stageOf, synthesize, withApp } from './synthesize.ts';

const stackNames = (app: App) =>
  app
    .synth()
    .stacksRecursively.map(({ stackName }) => stackName)
    .sort();

/** Where the stacks of an environment would be deployed to. */
const targets = (environment: Environment) =>
  withApp([environment], (app) => {
    const { data, api, operations } = stageOf(app, environment);
    return new Set([data, api, ...(operations ? [operations] : [])].map((stack) => stack.environment));
  });

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('the application', () => {
  test('has every recommended feature flag of this version of the CDK', () => {
    const file = createRequire(import.meta.url).resolve('aws-cdk-lib/recommended-feature-flags.json');

    expect(cdkContext).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  test('has the stacks of every environment, whose names never collide in one account', () => {
    expect(withApp(undefined, stackNames)).toEqual([
      'kore-sessions-emulator-dev-api',
      'kore-sessions-emulator-dev-data',
      'kore-sessions-emulator-prod-api',
      'kore-sessions-emulator-prod-data',
      'kore-sessions-emulator-prod-operations',
      'kore-sessions-emulator-staging-api',
      'kore-sessions-emulator-staging-data',
      'kore-sessions-emulator-staging-operations',
    ]);
  });

  test('has one environment only when asked for it', () => {
    expect(withApp(undefined, stackNames, { env: 'dev' })).toEqual([
      'kore-sessions-emulator-dev-api',
      'kore-sessions-emulator-dev-data',
    ]);
  });

  test('refuses an environment that it does not know', () => {
    expect(() => withApp(undefined, stackNames, { env: 'qa' })).toThrow(
      /^Unknown environment 'qa'\. Known environments: dev, staging, prod, and ephemeral ones: pr-NUMBER/,
    );
  });
});

describe('environments in one account and region', () => {
  const watched = { alarmEmail: 'team@example.com' };
  const together = ['dev', 'staging', 'pr-1', 'pr-11', 'pr-2', 'branch-pr-1'].map((name) => ({
    ...findEnvironment(name),
    region: 'eu-central-1',
    operations: watched,
  }));

  test('have no name in common', () => {
    const names = withApp(together, physicalNames);

    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test('carry their name in each name that they give', () => {
    for (const environment of together) {
      const names = withApp([environment], physicalNames);

      expect(names.filter((name) => !name.includes(`${environment.name}`))).toEqual([]);
      expect(names).toEqual(
        expect.arrayContaining([
          `stack: kore-sessions-emulator-${environment.name}-data`,
          `AWS::SSM::Parameter: /kore-sessions-emulator/${environment.name}/url`,
          `AWS::ApiGatewayV2::Api: kore-sessions-emulator-${environment.name}`,
          `AWS::CloudWatch::Dashboard: kore-sessions-emulator-${environment.name}-eu-central-1`,
          `AWS::Logs::LogGroup: /aws/vendedlogs/kore-sessions-emulator/${environment.name}/access`,
        ]),
      );
    }
  });

  test('of a pull request can be asked for by name', () => {
    expect(withApp(undefined, stackNames, { env: 'pr-123' })).toEqual([
      'kore-sessions-emulator-pr-123-api',
      'kore-sessions-emulator-pr-123-data',
    ]);
  });
});

describe('an environment', () => {
  test('goes where the command line points if it names no account and region', () => {
    vi.stubEnv('CDK_DEFAULT_ACCOUNT', '111122223333');
    vi.stubEnv('CDK_DEFAULT_REGION', 'eu-west-1');

    expect(targets(dev)).toEqual(new Set(['aws://111122223333/eu-west-1']));
  });

  test('goes anywhere if the command line points nowhere', () => {
    vi.stubEnv('CDK_DEFAULT_ACCOUNT', undefined);
    vi.stubEnv('CDK_DEFAULT_REGION', undefined);

    expect(targets(dev)).toEqual(new Set(['aws://unknown-account/unknown-region']));
  });

  test('goes to its own account and region if it names them', () => {
    vi.stubEnv('CDK_DEFAULT_ACCOUNT', '111122223333');
    const placed = { ...prod, account: '444455556666', region: 'eu-central-1' };

    expect(targets(placed)).toEqual(new Set(['aws://444455556666/eu-central-1']));
  });

  test('gives its functions memory, and its accounts their defaults', () => {
    const own = {
      ...dev,
      memory: {
        getSessionsMegabytes: 2_048,
        controlMegabytes: 768,
        sliceCacheMegabytes: 900,
        rowCacheMegabytes: 100,
      },
      accounts: { journalSeconds: 3_600, expiresInSeconds: 86_400 },
      unattributedRequests: { keep: 0, perMinute: 5 },
    };
    const { api } = synthesize(own);

    api.hasResourceProperties('AWS::Lambda::Function', {
      MemorySize: 2_048,
      Environment: {
        Variables: {
          SLICE_CACHE_MEGABYTES: '900',
          ROW_CACHE_MEGABYTES: '100',
          UNATTRIBUTED_REQUESTS_KEPT: '0',
          UNATTRIBUTED_REQUESTS_PER_MINUTE: '5',
          ACCOUNT_JOURNAL_SECONDS: Match.absent(),
        },
      },
    });
    api.hasResourceProperties('AWS::Lambda::Function', {
      MemorySize: 768,
      Environment: { Variables: { ACCOUNT_JOURNAL_SECONDS: '3600', ACCOUNT_EXPIRES_IN_SECONDS: '86400' } },
    });
  });

  test('reserves instances for the emulated API, and none where it does not say so', () => {
    const reserved = { ReservedConcurrentExecutions: 25 };
    const { api } = synthesize(defineEnvironment({ ...dev, concurrency: 25 }));

    api.resourcePropertiesCountIs('AWS::Lambda::Function', reserved, 1);
    api.hasResourceProperties('AWS::Lambda::Function', {
      ...reserved,
      Description: 'The emulated getSessions API.',
    });
    for (const concurrency of [0, 1.5]) {
      expect(() => defineEnvironment({ ...dev, concurrency })).toThrow(/concurrency: /);
    }
  });

  test('marks what it owns, so that its cost can be told from others', () => {
    const { api, data } = synthesize(prod);
    const tags = Match.arrayWith([
      { Key: 'application', Value: 'kore-sessions-emulator' },
      { Key: 'environment', Value: 'prod' },
    ]);

    api.allResourcesProperties('AWS::Lambda::Function', { Tags: tags });
    data.hasResourceProperties('AWS::DynamoDB::GlobalTable', {
      Replicas: [Match.objectLike({ Tags: tags })],
    });
  });
});
