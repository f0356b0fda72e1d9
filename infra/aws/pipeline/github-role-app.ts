import { App } from 'aws-cdk-lib';
import { defineGitHubRole, GitHubRoleStack, gitHubRoleStackName } from './github-role-stack.ts';

const app = new App();

/** A value that cdk.json has as a number is as good as the text of the command line. */
function contextText(name: string): string | undefined {
  const value: unknown = app.node.tryGetContext(name);
  return value === undefined ? undefined : String(value);
}

const config = defineGitHubRole({
  repository: app.node.tryGetContext('repository'),
  ownerId: contextText('ownerId'),
  repositoryId: contextText('repositoryId'),
  githubEnvironment: app.node.tryGetContext('githubEnvironment'),
});
new GitHubRoleStack(app, 'github-role', {
  stackName: gitHubRoleStackName(config),
  description: 'Kore Sessions Emulator: the role of GitHub workflows',
  config,
});
app.synth();
