import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { callAws } from '../find/aws-failure.ts';
import { projectName } from '../project.ts';
import type { Login } from './login.ts';

/**
 * The stacks of an environment that there are, whatever their state.
 *
 * @param part the last part of their name; left out, any
 */
export async function findStacks(login: Login, environment: string, part = '[a-z]+'): Promise<Stack[]> {
  const client = new CloudFormationClient(login.client);
  const stacks: Stack[] = [];
  let NextToken: string | undefined;
  do {
    const page = await callAws('list CloudFormation stacks', login.region, () =>
      client.send(new DescribeStacksCommand({ NextToken })),
    );
    stacks.push(...(page.Stacks ?? []));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  // The name of one environment may begin with that of another; a stack's own part has no hyphen.
  const named = new RegExp(`^${projectName}-${environment}-${part}$`);
  return stacks.filter(
    ({ StackName = '', StackStatus }) => named.test(StackName) && StackStatus !== 'DELETE_COMPLETE',
  );
}
