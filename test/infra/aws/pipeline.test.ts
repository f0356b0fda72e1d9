import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environments } from '../../../infra/aws/environments/index.ts';
import { definePipeline } from '../../../infra/aws/pipeline/config.ts';
import { createPipelineApp } from '../../../infra/aws/pipeline/create-pipeline-app.ts';
import { PipelineStack } from '../../../infra/aws/pipeline/pipeline-stack.ts';
import { projectRoot } from '../../../infra/aws/project.ts';
import { cdkContext, withApp } from './synthesize.ts';

const connectionArn =
  'arn:aws:codeconnections:eu-central-1:111122223333:connection/01234567-89ab-cdef-0123-456789abcdef';
const settings = { connectionArn, repository: 'example/kore-sessions-emulator' };

interface Action {
  readonly Name: string;
  readonly RunOrder: number;
}

let outdir: string;
let pipeline: Template;
/** The templates of the environments in the pipeline, by the name of their stack. */
let deployed: Map<string, unknown>;

type Assembly = ReturnType<App['synth']>;

const templatesOf = (assembly: Assembly): [string, unknown][] => [
  ...assembly.stacks.map(({ stackName, template }) => [stackName, template] as [string, unknown]),
  ...assembly.nestedAssemblies.flatMap(({ nestedAssembly }) => templatesOf(nestedAssembly)),
];

beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), 'emulator-pipeline-'));
  const context = { ...cdkContext, 'aws:cdk:bundling-stacks': [], ...settings, branch: 'release' };
  const templates = new Map(templatesOf(createPipelineApp({ outdir, context }).synth()));
  pipeline = Template.fromJSON(templates.get('kore-sessions-emulator-pipeline') as Record<string, unknown>);
  templates.delete('kore-sessions-emulator-pipeline');
  deployed = templates;
}, 120_000);

afterAll(() => {
  if (outdir) rmSync(outdir, { recursive: true, force: true });
});

/** The actions of each stage in the order in which they run. */
function stages(): Record<string, string[]> {
  const [found] = Object.values(pipeline.findResources('AWS::CodePipeline::Pipeline'));
  const all: { Name: string; Actions: Action[] }[] = found?.['Properties'].Stages;
  return Object.fromEntries(
    all.map(({ Name, Actions }) => [
      Name,
      Actions.toSorted((a, b) => a.RunOrder - b.RunOrder).map((action) => action.Name),
    ]),
  );
}

/** What the CodeBuild projects run, each as one text. */
function commands(): string[] {
  return Object.values(pipeline.findResources('AWS::CodeBuild::Project')).map(({ Properties }) =>
    JSON.stringify(Properties.Source.BuildSpec),
  );
}

describe('the pipeline', () => {
  test('takes the branch of the repository by the connection', () => {
    pipeline.hasResourceProperties('AWS::CodePipeline::Pipeline', {
      Stages: Match.arrayWith([
        Match.objectLike({
          Name: 'Source',
          Actions: [
            Match.objectLike({
              Configuration: Match.objectLike({
                ConnectionArn: connectionArn,
                FullRepositoryId: settings.repository,
                BranchName: 'release',
              }),
            }),
          ],
        }),
      ]),
    });
  });

  test('goes from dev to staging to prod', () => {
    expect(Object.keys(stages())).toEqual([
      'Source',
      'Build',
      'UpdatePipeline',
      'Assets',
      'dev',
      'staging',
      'prod',
    ]);
  });

  test.each(['dev', 'staging', 'prod'])(
    'smokes %s once it is deployed, then runs the contract suite',
    (name) => {
      expect(stages()[name]?.slice(-2)).toEqual([`${name}-smoke`, `${name}-contract`]);
      expect(commands().join()).toContain(`npm run smoke -- --env ${name}`);
      expect(commands().join()).toContain(`contract.sh ${name}`);
    },
  );

  test('may use the connection by the former and the new name of its service', () => {
    const [, id = ''] = connectionArn.split(':codeconnections:');
    pipeline.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          {
            Effect: 'Allow',
            Action: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
            Resource: [`arn:aws:codeconnections:${id}`, `arn:aws:codestar-connections:${id}`],
          },
        ]),
      },
      Roles: [{ Ref: Match.stringLikeRegexp('^PipelineSource') }],
    });
  });

  test('runs the command lines of the CDK that the project pins, and no others', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
    const installed = commands().flatMap((text) => [...text.matchAll(/npm install -g (\S+?)(?=[\\"])/g)]);
    expect(new Set(installed.map(([, name]) => name))).toEqual(
      new Set([`aws-cdk@${devDependencies['aws-cdk']}`, `cdk-assets@${devDependencies['cdk-assets']}`]),
    );
    for (const name of ['aws-cdk', 'cdk-assets']) expect(devDependencies[name]).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('guards staging and prod first, and asks before prod', () => {
    expect(stages()['staging']?.[0]).toBe('staging-guard');
    expect(stages()['prod']?.slice(0, 2)).toEqual(['prod-guard', 'prod-approval']);
    for (const name of ['staging', 'prod']) {
      expect(commands().join()).toContain(`npm run guard -- --env ${name}`);
    }
  });

  test('synthesizes itself with what it was configured with', () => {
    expect(commands().join()).toContain(
      `infra/aws/pipeline/app.ts' -c connectionArn=${connectionArn} -c repository=${settings.repository} -c branch=release`,
    );
  });

  test('deploys the same templates as the commands do, which deploy no pipeline', () => {
    const usual = withApp([...environments], (app) => new Map(templatesOf(app.synth())));
    // Functions are not built here, so their code has no hash; paths within the application may differ.
    const left = new Set(['Metadata', 'Code']);
    const resourcesOf = (template: unknown) =>
      JSON.parse(JSON.stringify(template, (key, value) => (left.has(key) ? undefined : value))).Resources;

    expect([...deployed.keys()].sort()).toEqual([...usual.keys()].sort());
    for (const [name, template] of usual) {
      expect(resourcesOf(deployed.get(name)), name).toEqual(resourcesOf(template));
    }
  });

  test('reads the control key of the environment that it tests, by its tags, and no other', () => {
    pipeline.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'secretsmanager:GetSecretValue',
            Condition: {
              StringEquals: { 'secretsmanager:ResourceTag/application': 'kore-sessions-emulator' },
              StringLike: { 'secretsmanager:ResourceTag/environment': 'dev' },
            },
          }),
        ]),
      },
    });
    Template.fromJSON(
      deployed.get('kore-sessions-emulator-dev-data') as Record<string, unknown>,
    ).hasResourceProperties('AWS::SecretsManager::Secret', {
      Tags: [
        { Key: 'application', Value: 'kore-sessions-emulator' },
        { Key: 'environment', Value: 'dev' },
      ],
    });
  });
});

describe('the settings of a pipeline', () => {
  test('name the branch main where they leave it out', () => {
    expect(definePipeline(settings)).toEqual({ ...settings, branch: 'main' });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['no connection', { connectionArn: undefined }, 'connectionArn: '],
    [
      'another ARN',
      { connectionArn: 'arn:aws:s3:::bucket' },
      'connectionArn: must be the ARN of a connection',
    ],
    ['a URL', { repository: 'https://example.com/a/b' }, 'repository: must be OWNER/NAME'],
    ['a command as branch', { branch: 'main; rm -rf /' }, 'branch: must be the name of a branch'],
    ['an option as branch', { branch: '--help' }, 'branch: must be the name of a branch'],
  ])('are refused with the name of the field: %s', (_, change, message) => {
    expect(() => definePipeline({ ...settings, ...change })).toThrow(message);
  });

  test('are asked for where there are none', () => {
    expect(() => createPipelineApp()).toThrow(/^Pipeline: connectionArn: .*; repository: .*-c FIELD=VALUE/);
  });

  test('keep the environments in the account of the pipeline', () => {
    const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
    const config = definePipeline(settings);
    const elsewhere = environments.map((environment) => ({ ...environment, account: '999999999999' }));
    const env = { account: '111122223333', region: 'eu-central-1' };

    expect(() => new PipelineStack(app, 'pipeline', { config, env, environments: elsewhere })).toThrow(
      'the environment dev belongs in the account 999999999999, and the pipeline is in 111122223333',
    );
  });
});
