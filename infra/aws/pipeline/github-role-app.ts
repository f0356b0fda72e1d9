import { App } from 'aws-cdk-lib';
import { defineGitHubRole, GitHubRoleStack, gitHubRoleStackName } from './github-role-stack.ts';

const app = new App();
const config = defineGitHubRole({
  repository: app.node.tryGetContext('repository'),
  githubEnvironment: app.node.tryGetContext('githubEnvironment'),
});
new GitHubRoleStack(app, 'github-role', {
  stackName: gitHubRoleStackName(config),
  description: 'Kore Sessions Emulator: the role of GitHub workflows',
  config,
});
app.synth();
