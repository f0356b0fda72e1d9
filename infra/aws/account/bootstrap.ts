import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readParameter } from '../find/deployment.ts';
import { projectRoot } from '../project.ts';
import type { Login } from './login.ts';

/** What CDK calls a bootstrap that has not been given another name. */
const defaultQualifier = 'hnb659fds';

/**
 * The version of CDK's bootstrap stack, by the SSM parameter that it publishes (AWS: CDK bootstrapping).
 *
 * @returns undefined where the account and region are not bootstrapped
 */
export function bootstrapVersion(login: Login): Promise<string | undefined> {
  return readParameter(login, `/cdk-bootstrap/${bootstrapQualifier()}/version`);
}

/** The one that cdk.json names, for accounts with a bootstrap of their own. */
function bootstrapQualifier(): string {
  const text = readFileSync(join(projectRoot, 'cdk.json'), 'utf8');
  const { context } = JSON.parse(text) as { context?: Record<string, unknown> };
  const qualifier = context?.['@aws-cdk/core:bootstrapQualifier'];
  return typeof qualifier === 'string' ? qualifier : defaultQualifier;
}
