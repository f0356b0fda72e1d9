import { GetRoleCommand, IAMClient, ListOpenIDConnectProvidersCommand } from '@aws-sdk/client-iam';
import type { Login } from '../account/login.ts';
import { findStacks } from '../account/stacks.ts';
import { isEphemeral } from '../environments/index.ts';
import { callAws } from '../find/aws-failure.ts';
import type { Check, Finding } from './finding.ts';

const issuer = 'token.actions.githubusercontent.com';

/** Whether GitHub's workflows can take their role, where there is one for the environment. */
export const checkGitHub: Check = async ({ login, environment: { name } }) => {
  const subject = 'GitHub';
  const role = await findRole(login, isEphemeral(name) ? 'pull-request' : name);
  if (role === undefined) return undefined;
  if (!(await hasProvider(login))) {
    return {
      level: 'problem',
      subject,
      says: `the account does not know GitHub as an identity provider, so nobody can take ${role}.`,
      advice: 'Make it known: docs/pipelines.md, "Set up".',
    };
  }
  return describeTrust(role, await trustOf(login, role));
};

/** The ARN of the role that the stack of a GitHub environment has made. */
async function findRole(login: Login, githubEnvironment: string): Promise<string | undefined> {
  // The stacks of the environment "github" are those of the roles.
  const stacks = await findStacks(login, 'github', githubEnvironment);
  return stacks[0]?.Outputs?.find(({ OutputKey }) => OutputKey === 'RoleArn')?.OutputValue;
}

async function hasProvider({ client, region }: Login): Promise<boolean> {
  const iam = new IAMClient(client);
  const { OpenIDConnectProviderList = [] } = await callAws('list identity providers', region, () =>
    iam.send(new ListOpenIDConnectProvidersCommand({})),
  );
  return OpenIDConnectProviderList.some(({ Arn = '' }) => Arn.endsWith(`/${issuer}`));
}

/** The trust policy of a role, as JSON. */
async function trustOf({ client, region }: Login, arn: string): Promise<string> {
  const iam = new IAMClient(client);
  const RoleName = arn.slice(arn.lastIndexOf('/') + 1);
  const { Role } = await callAws(`read the role ${RoleName}`, region, () =>
    iam.send(new GetRoleCommand({ RoleName })),
  );
  return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
}

function describeTrust(role: string, policy: string): Finding {
  const subject = 'GitHub';
  const subjects = [...policy.matchAll(/"(repo:[^"]+)"/g)].map(([, found = '']) => found);
  if (subjects.some((one) => /^repo:[^/]+@\d+\/[^:]+@\d+:/.test(one))) {
    return { level: 'ok', subject, says: `${role} trusts ${subjects.join(' and ')}.` };
  }
  return {
    level: 'warning',
    subject,
    says: `${role} trusts ${subjects.join(' and ')} only; a repository made or renamed since July 2026 has another subject.`,
    advice: 'Deploy the role again with -c ownerId and -c repositoryId: docs/pipelines.md, "The subject".',
  };
}
