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

/** The GitHub environments of the workflows that make an environment for each pull request, and destroy it. */
const pullRequests: readonly string[] = ['pull-request', 'pull-request-cleanup'];

const idSchema = z.string().regex(/^[1-9]\d{0,19}$/, 'must be a number, as gh api repos/OWNER/NAME gives it');

const configSchema = z
  .strictObject({
    /** The GitHub repository whose workflows may take the role, such as `example/kore-sessions-emulator`. */
    repository: repositorySchema,
    /** GitHub's number of the repository's owner. */
    ownerId: idSchema.optional(),
    /** GitHub's number of the repository. */
    repositoryId: idSchema.optional(),
    /** The GitHub environment that they must run in. */
    githubEnvironment: z.string().min(1),
  })
  .refine(({ ownerId, repositoryId }) => (ownerId === undefined) === (repositoryId === undefined), {
    path: ['repositoryId'],
    message: 'must be given together with ownerId',
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
            [`${issuer}:sub`]: subjectsOf(config),
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

/**
 * The subjects that GitHub may give: with names alone, and with the numbers of owner and repository, which GitHub's
 * default has since July 2026. Both are whole: a pattern would match the repository of somebody else.
 */
function subjectsOf({ repository, ownerId, repositoryId, githubEnvironment }: GitHubRoleConfig): string[] {
  const [owner = '', name = ''] = repository.split('/');
  const plain = `repo:${repository}:environment:${githubEnvironment}`;
  if (ownerId === undefined || repositoryId === undefined) return [plain];
  return [plain, `repo:${owner}@${ownerId}/${name}@${repositoryId}:environment:${githubEnvironment}`];
}

function reachOf(githubEnvironment: string) {
  if (pullRequests.includes(githubEnvironment)) return { environment: 'pr-*' };
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
