import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CfnResource, Stack } from 'aws-cdk-lib';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defineEnvironment, type Environment, environments } from '../../../infra/aws/environments/index.ts';
import { prod } from '../../../infra/aws/environments/prod.ts';
import { createPipelineApp } from '../../../infra/aws/pipeline/create-pipeline-app.ts';
import { defineGitHubRole, GitHubRoleStack } from '../../../infra/aws/pipeline/github-role-stack.ts';
import { guarded } from './exposures.ts';
import { cdkContext, stageOf, withApp } from './synthesize.ts';

/*
 * The CDK holds templates to the rules of CloudFormation, by an engine whose start takes longer than most tests. So it
 * is off in other files, and meets here every kind of environment at once.
 */

const domain = { name: 'kore.example.com', hostedZoneId: 'Z0123456789ABC', zoneName: 'example.com' };
const existing = {
  tableName: 'kept-table',
  controlKeySecretArn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:kept-AbCdEf',
};
const alarmTopicArn = 'arn:aws:sns:eu-central-1:111122223333:alarms';

const connectionArn =
  'arn:aws:codeconnections:eu-central-1:111122223333:connection/01234567-89ab-cdef-0123-456789abcdef';
const repository = 'example/kore-sessions-emulator';

const kinds: Readonly<Record<string, Environment>> = {
  networks: { ...guarded.networks, domain },
  vpc: guarded.vpc,
  endpoints: guarded.endpoints,
  domain: { ...prod, domain },
  existing: defineEnvironment({ ...prod, data: { ...prod.data, existing }, operations: { alarmTopicArn } }),
  rotating: defineEnvironment({
    ...prod,
    controlKeyRotationDays: 90,
    concurrency: 25,
    console: false,
    operations: { alarmEmail: 'team@example.com' },
  }),
};
const every = [...environments, ...Object.entries(kinds).map(([name, each]) => ({ ...each, name }))];

/** For whichever test starts the engine. */
const timeout = 180_000;

beforeEach(() => {
  vi.stubEnv('CDK_VALIDATION', 'true');
  // The report, which has warnings too.
  vi.spyOn(console, 'error').mockImplementation(() => {});
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test('the templates of every kind of environment keep the rules of CloudFormation', { timeout }, () => {
  expect(() => withApp(every, (app) => app.synth())).not.toThrow();
});

test('so do the templates of the pipeline and of the role of GitHub workflows', { timeout }, () => {
  const outdir = mkdtempSync(join(tmpdir(), 'emulator-pipeline-'));
  const context = { ...cdkContext, 'aws:cdk:bundling-stacks': [], connectionArn, repository };
  try {
    const app = createPipelineApp({ outdir, context });
    const config = defineGitHubRole({ repository, githubEnvironment: 'prod' });
    new GitHubRoleStack(app, 'github-role', { config });
    expect(() => app.synth()).not.toThrow();
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
});

test('the rules are in force: synthesis fails on a property that a resource does not have', {
  timeout,
}, () => {
  const synthesizeWrong = () =>
    withApp([prod], (app) => {
      const stack = new Stack(stageOf(app, prod), 'wrong');
      new CfnResource(stack, 'Table', { type: 'AWS::DynamoDB::Table', properties: { TableNmae: 'x' } });
      app.synth();
    });

  expect(synthesizeWrong).toThrow(/TableNmae|AWS::DynamoDB::Table/);
});
