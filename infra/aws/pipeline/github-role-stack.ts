import { CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Role, WebIdentityPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import * as z from 'zod';
import { findEnvironment } from '../environments/index.ts';
import { projectName } from '../project.ts';
import { repositorySchema } from './config.ts';
import {
  assumeBootstrapRoles,
  findEnvironments,
  readBootstrapVersion,
  readChangeSets,
} from './permissions.ts';

const issuer = 'token.actions.githubusercontent.com';

/** The GitHub environment of the workflow that makes an environment for each pull request. */
const pullRequests = 'pull-request';

const configSchema = z.strictObject({
  /** The GitHub repository whose workflows may take the role, such as `example/kore-sessions-emulator`. */
  repository: repositorySchema,
  /** The GitHub environment that they must run in. */
  githubEnvironment: z.string().min(1),
});

export type GitHubRoleConfig = z.output<typeof configSchema>;

export interface GitHubRoleStackProps extends StackProps {
  readonly config: GitHubRoleConfig;
}

/**
 * The role that GitHub workflows take, without a stored key, to deploy one environment or those of pull requests.
 * The account has GitHub's OIDC provider already: there can be one only.
 */
export class GitHubRoleStack extends Stack {
  constructor(scope: Construct, id: string, { config, ...props }: GitHubRoleStackProps) {
    super(scope, id, props);
    const reach = reachOf(config.githubEnvironment);
    const role = new Role(this, 'Role', {
      description: `Deploys ${reach.environment} of the Kore Sessions Emulator from GitHub.`,
      maxSessionDuration: Duration.hours(1),
      assumedBy: new WebIdentityPrincipal(
        `arn:${this.partition}:iam::${this.account}:oidc-provider/${issuer}`,
        {
          StringEquals: {
            [`${issuer}:aud`]: 'sts.amazonaws.com',
            // A workflow gets this subject only in that environment, whose rules then decide who may deploy.
            [`${issuer}:sub`]: `repo:${config.repository}:environment:${config.githubEnvironment}`,
          },
        },
      ),
    });
    role.addToPolicy(assumeBootstrapRoles(this));
    role.addToPolicy(readBootstrapVersion(this, reach));
    role.addToPolicy(readChangeSets(this, reach));
    for (const statement of findEnvironments(this, reach)) role.addToPolicy(statement);
    new CfnOutput(this, 'RoleArn', { value: role.roleArn });
  }
}

function reachOf(githubEnvironment: string) {
  if (githubEnvironment === pullRequests) return { environment: 'pr-*' };
  const { name, region } = findEnvironment(githubEnvironment);
  return { environment: name, region };
}

/** The name of the stack, which a GitHub environment has one of. */
export function gitHubRoleStackName({ githubEnvironment }: GitHubRoleConfig): string {
  return `${projectName}-github-${githubEnvironment}`;
}

/**
 * Checks what a role is made for.
 *
 * @throws Error that names each wrong field
 */
export function defineGitHubRole(settings: Readonly<Record<string, unknown>>): GitHubRoleConfig {
  const result = configSchema.safeParse(settings);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`GitHub role: ${problems.join('; ')}. Give each with -c FIELD=VALUE.`);
}
