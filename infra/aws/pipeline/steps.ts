import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CodeBuildStep, type IFileSetProducer } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import type { Environment } from '../environments/index.ts';
import { assumeBootstrapRoles, findEnvironments, type Reach, readChangeSets } from './permissions.ts';

/** What a step works on. */
export interface StepProps {
  readonly source: IFileSetProducer;
  readonly environment: Environment;
}

/** Refuses a deployment that would lose the table, the control key or the URL. */
export function guardStep(scope: Construct, props: StepProps): CodeBuildStep {
  return npmStep(props, 'guard', `npm run guard -- --env ${props.environment.name}`, [
    assumeBootstrapRoles(scope),
    readChangeSets(scope, reachOf(props)),
  ]);
}

/** Puts a session in and gets it out. */
export function smokeStep(scope: Construct, props: StepProps): CodeBuildStep {
  const command = `npm run smoke -- --env ${props.environment.name}`;
  return npmStep(props, 'smoke', command, findEnvironments(scope, reachOf(props)));
}

/** Runs the whole contract suite. */
export function contractStep(scope: Construct, props: StepProps): CodeBuildStep {
  const command = `bash infra/aws/pipeline/contract.sh ${props.environment.name}`;
  return npmStep(props, 'contract', command, findEnvironments(scope, reachOf(props)));
}

function npmStep(
  { source, environment: { name, region } }: StepProps,
  what: string,
  command: string,
  rolePolicyStatements: PolicyStatement[],
): CodeBuildStep {
  return new CodeBuildStep(`${name}-${what}`, {
    input: source,
    installCommands: ['npm ci'],
    commands: [command],
    ...(region && { env: { AWS_REGION: region } }),
    rolePolicyStatements,
  });
}

function reachOf({ environment: { name, region } }: StepProps): Reach {
  return { environment: name, region };
}
