import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import {
  defineGitHubRole,
  GitHubRoleStack,
  gitHubRoleStackName,
} from '../../../infra/aws/pipeline/github-role-stack.ts';

const repository = 'example/kore-sessions-emulator';

function templateOf(githubEnvironment: string): Template {
  const config = defineGitHubRole({ repository, githubEnvironment });
  return Template.fromStack(new GitHubRoleStack(new App(), 'role', { config }));
}

describe('the role of GitHub workflows', () => {
  test('is for one repository and one of its environments', () => {
    templateOf('staging').hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
                'token.actions.githubusercontent.com:sub': [`repo:${repository}:environment:staging`],
              },
            },
            Principal: { Federated: Match.anyValue() },
          },
        ],
      },
    });
  });

  test('trusts the immutable subject of the repository besides, and no pattern', () => {
    const config = defineGitHubRole({
      repository,
      ownerId: '123456',
      repositoryId: '456789',
      githubEnvironment: 'prod',
    });
    const role = Template.fromStack(new GitHubRoleStack(new App(), 'role', { config }));
    const [{ Properties } = { Properties: {} }] = Object.values(role.findResources('AWS::IAM::Role'));
    const { Statement } = Properties.AssumeRolePolicyDocument;

    expect(Statement).toHaveLength(1);
    expect(Statement[0].Condition).toEqual({
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': [
          'repo:example/kore-sessions-emulator:environment:prod',
          'repo:example@123456/kore-sessions-emulator@456789:environment:prod',
        ],
      },
    });
  });

  test.each([
    ['prod', 'prod'],
    ['pull-request', 'pr-*'],
    ['pull-request-cleanup', 'pr-*'],
  ])('of %s finds the environments %s and no others', (githubEnvironment, environment) => {
    const template = templateOf(githubEnvironment);
    template.resourceCountIs('AWS::IAM::Policy', 1);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: 'secretsmanager:GetSecretValue',
            Condition: Match.objectLike({
              StringLike: { 'secretsmanager:ResourceTag/environment': environment },
            }),
          }),
        ]),
      },
    });
    const text = JSON.stringify(template.toJSON());
    expect(text).toContain(`:parameter/kore-sessions-emulator/${environment}/*`);
    expect(text).toContain(`:stack/kore-sessions-emulator-${environment}-*/*`);
  });

  test('does all else with the roles of the bootstrap', () => {
    const [policy] = Object.values(templateOf('dev').findResources('AWS::IAM::Policy'));
    const statements: { Action: string | string[] }[] = policy?.['Properties'].PolicyDocument.Statement;
    expect(new Set(statements.flatMap(({ Action }) => Action))).toEqual(
      new Set([
        'sts:AssumeRole',
        'ssm:GetParameter',
        'cloudformation:DeleteChangeSet',
        'cloudformation:DescribeChangeSet',
        'cloudformation:DescribeStacks',
        'cloudformation:ListStacks',
        'lambda:InvokeFunction',
        'secretsmanager:GetSecretValue',
      ]),
    );
  });

  test('is in a stack of its own for each environment', () => {
    expect(gitHubRoleStackName({ repository, githubEnvironment: 'dev' })).toBe(
      'kore-sessions-emulator-github-dev',
    );
  });

  test('is refused where it is said wrong', () => {
    expect(() => defineGitHubRole({ repository: 'example', githubEnvironment: 'dev' })).toThrow(
      'repository: must be OWNER/NAME',
    );
    expect(() => defineGitHubRole({ repository })).toThrow(/githubEnvironment: .*-c FIELD=VALUE/);
    const ids = { repository, githubEnvironment: 'dev', ownerId: '123456' };
    expect(() => defineGitHubRole(ids)).toThrow('repositoryId: must be given together with ownerId');
    expect(() => defineGitHubRole({ ...ids, repositoryId: '*' })).toThrow('repositoryId: must be a number');
    expect(() => templateOf('production')).toThrow(/Unknown environment 'production'.*dev, staging, prod/);
  });
});
