import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RemovalPolicy, Stack, type StackProps, Token } from 'aws-cdk-lib';
import { BuildSpec } from 'aws-cdk-lib/aws-codebuild';
import { PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import {
  type CodeBuildStep,
  CodePipeline,
  CodePipelineSource,
  type IFileSetProducer,
  ManualApprovalStep,
  ShellStep,
} from 'aws-cdk-lib/pipelines';
import type { Construct, IConstruct } from 'constructs';
import { EmulatorStage } from '../app/stage.ts';
import { type Environment, environments } from '../environments/index.ts';
import { projectName, projectRoot } from '../project.ts';
import { type PipelineConfig, pipelineFields } from './config.ts';
import { contractStep, guardStep, type StepProps, smokeStep } from './steps.ts';

export interface PipelineStackProps extends StackProps {
  readonly config: PipelineConfig;
  /** In the order in which changes travel. Left out, all that last. */
  readonly environments?: readonly Environment[];
}

/**
 * A pipeline that deploys a branch to every lasting environment, one after the other, and updates itself.
 * The environments are in its own account: the guard and the tests run with roles of that one.
 */
export class PipelineStack extends Stack {
  constructor(
    scope: Construct,
    id: string,
    { config, environments: chosen = environments, ...props }: PipelineStackProps,
  ) {
    super(scope, id, props);
    // The types of the CDK, not what it does, are at odds with exactOptionalPropertyTypes; so these two are told.
    const source = CodePipelineSource.connection(config.repository, config.branch, {
      connectionArn: config.connectionArn,
    }) as IFileSetProducer;
    const synth = new ShellStep('Synth', {
      input: source,
      commands: ['npm ci', synthCommand(config)],
      primaryOutputDirectory: 'cdk.out',
    }) as IFileSetProducer;
    const pipeline = new CodePipeline(this, 'Pipeline', {
      pipelineName: projectName,
      cliVersion: pinned('aws-cdk'),
      cdkAssetsCliVersion: pinned('cdk-assets'),
      synth,
      codeBuildDefaults: {
        partialBuildSpec: BuildSpec.fromObject({
          phases: { install: { 'runtime-versions': { nodejs: '22' } } },
        }),
      },
    });

    for (const environment of chosen) {
      const step = { source, environment };
      const stage = new EmulatorStage(this, environment.name, {
        environment,
        env: this.#targetOf(environment),
      });
      const guard = environment.data.removalPolicy === 'retain' ? [guardStep(this, step)] : [];
      const approval = environment.name === 'prod' ? [new ManualApprovalStep('prod-approval')] : [];
      // Whoever approves knows that nothing gets lost.
      for (const last of approval) for (const first of guard) last.addStepDependency(first);
      pipeline.addStage(stage, {
        pre: [...guard, ...approval],
        post: this.#tests(step),
      });
    }
    pipeline.buildPipeline();
    // It stays with what it holds, but not where the first deployment fails.
    pipeline.pipeline.artifactBucket.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
    // The CDK lets the source action's role use it by the service's former name alone.
    for (const role of rolesIn(pipeline.pipeline.node.findChild('Source'))) {
      role.addToPolicy(
        new PolicyStatement({
          actions: ['codestar-connections:UseConnection', 'codeconnections:UseConnection'],
          resources: bothNamesOf(config.connectionArn),
        }),
      );
    }
  }

  /** A session in and out first: where that fails, there is no need for the whole suite. */
  #tests(step: StepProps): CodeBuildStep[] {
    const smoke = smokeStep(this, step);
    const contract = contractStep(this, step);
    contract.addStepDependency(smoke);
    return [smoke, contract];
  }

  /** The pipeline's own account, and its region unless the environment has one. */
  #targetOf({ name, account, region }: Environment): { account?: string; region?: string } {
    const own = {
      ...(!Token.isUnresolved(this.account) && { account: this.account }),
      ...(!Token.isUnresolved(this.region) && { region: this.region }),
    };
    if (account !== undefined && account !== own.account) {
      throw new Error(
        `Pipeline: the environment ${name} belongs in the account ${account}, and the pipeline is in ` +
          `${own.account ?? 'any'}: deploy the pipeline there, or use the GitHub workflow, which takes a role for ` +
          'each environment.',
      );
    }
    return { ...own, ...(region && { region }) };
  }
}

/** The version of a command line that the project pins. */
function pinned(name: 'aws-cdk' | 'cdk-assets'): string {
  const text = readFileSync(join(projectRoot, 'package.json'), 'utf8');
  const { devDependencies } = JSON.parse(text) as { devDependencies: Record<typeof name, string> };
  return devDependencies[name];
}

function rolesIn(scope: IConstruct): Role[] {
  return scope.node.findAll().filter((construct) => construct instanceof Role);
}

/** The ARN of a connection by the service's former name and by its new one: IAM compares it as it is asked for. */
function bothNamesOf(connectionArn: string): string[] {
  return ['codestar-connections', 'codeconnections'].map((service) =>
    connectionArn.replace(/^(arn:[^:]+):[^:]+:/, `$1:${service}:`),
  );
}

/** The pipeline synthesizes itself, so what configures it has to come along. */
function synthCommand(config: PipelineConfig): string {
  const values = pipelineFields.map((field) => `-c ${field}=${config[field]}`).join(' ');
  return `npm run synth -- --quiet --app 'node --import tsx infra/aws/pipeline/app.ts' ${values}`;
}
