import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NotReadyError } from '../../errors.ts';
import { projectRoot } from '../project.ts';
import { readParameter } from './deployment.ts';
import type { Login } from './login.ts';

/** What CDK calls a bootstrap that has not been given another name. */
const defaultQualifier = 'hnb659fds';

/**
 * Checks that CDK's bootstrap stack is there, by the SSM parameter that it publishes (AWS: CDK bootstrapping).
 *
 * @throws Failure that says what to run
 */
export async function checkBootstrapped(login: Login): Promise<void> {
  const version = await readParameter(login, `/cdk-bootstrap/${bootstrapQualifier()}/version`);
  if (version !== undefined) return;
  const { account, region } = login;
  throw new NotReadyError(
    `Account ${account}, region ${region} is not bootstrapped for CDK: run npx cdk bootstrap aws://${account}/${region} -c env=dev once.`,
  );
}

/** The one that cdk.json names, for accounts with a bootstrap of their own. */
function bootstrapQualifier(): string {
  const text = readFileSync(join(projectRoot, 'cdk.json'), 'utf8');
  const { context } = JSON.parse(text) as { context?: Record<string, unknown> };
  const qualifier = context?.['@aws-cdk/core:bootstrapQualifier'];
  return typeof qualifier === 'string' ? qualifier : defaultQualifier;
}
