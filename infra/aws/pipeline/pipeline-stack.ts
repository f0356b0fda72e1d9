import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack, type StackProps, Token } from 'aws-cdk-lib';
import { BuildSpec } from 'aws-cdk-lib/aws-codebuild';
import {
  CodePipeline,
  CodePipelineSource,
  type IFileSetProducer,
  ManualApprovalStep,
  ShellStep,
} from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { EmulatorStage } from '../app/stage.ts';
import { type Environment, environments } from '../environments/index.ts';
import { projectName, projectRoot } from '../project.ts';
import { type PipelineConfig, pipelineFields } from './config.ts';
import { contractStep, guardStep, smokeStep } from './steps.ts';

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
      cliVersion: pinnedCli(),
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
        post: [environment.name === 'dev' ? contractStep(this, step) : smokeStep(this, step)],
      });
    }
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

/** The version of the CDK command line that the project pins. */
function pinnedCli(): string {
  const text = readFileSync(join(projectRoot, 'package.json'), 'utf8');
  return (JSON.parse(text) as { devDependencies: Record<'aws-cdk', string> }).devDependencies['aws-cdk'];
}

/** The pipeline synthesizes itself, so what configures it has to come along. */
function synthCommand(config: PipelineConfig): string {
  const values = pipelineFields.map((field) => `-c ${field}=${config[field]}`).join(' ');
  return `npm run synth -- --quiet --app 'node --import tsx infra/aws/pipeline/app.ts' ${values}`;
}
