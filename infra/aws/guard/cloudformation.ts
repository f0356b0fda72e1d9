import {
  ChangeSetNotFoundException,
  type CloudFormationClient,
  CloudFormationServiceException,
  DeleteChangeSetCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { Failure } from '../../errors.ts';
import type { Change } from './change-set.ts';
import type { ChangeSets } from './check-environment.ts';

/** The part of the check that asks CloudFormation itself. */
export function changeSetsOf(
  client: CloudFormationClient,
): Pick<ChangeSets, 'isDeployed' | 'read' | 'remove'> {
  return {
    isDeployed: (stackName) => explained(() => isDeployed(client, stackName)),
    read: (stackName, changeSetName) => explained(() => read(client, stackName, changeSetName)),
    remove: async (StackName, ChangeSetName) => {
      await explained(() => client.send(new DeleteChangeSetCommand({ StackName, ChangeSetName })));
    },
  };
}

async function isDeployed(client: CloudFormationClient, StackName: string): Promise<boolean> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName }));
    // A stack of which there is only a change set.
    return Stacks.some(({ StackStatus }) => StackStatus !== 'REVIEW_IN_PROGRESS');
  } catch (error) {
    if (error instanceof CloudFormationServiceException && /does not exist/.test(error.message)) return false;
    throw error;
  }
}

async function read(
  client: CloudFormationClient,
  StackName: string,
  ChangeSetName: string,
): Promise<Change[] | undefined> {
  const changes: Change[] = [];
  let NextToken: string | undefined;
  do {
    const page = await describe(client, { StackName, ChangeSetName, ...(NextToken && { NextToken }) });
    if (!page) return undefined;
    changes.push(...(page.Changes ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return changes;
}

async function describe(
  client: CloudFormationClient,
  input: { StackName: string; ChangeSetName: string; NextToken?: string },
) {
  try {
    return await client.send(new DescribeChangeSetCommand(input));
  } catch (error) {
    if (error instanceof ChangeSetNotFoundException) return undefined;
    throw error;
  }
}

async function explained<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const why = (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
    throw new Failure(
      `CloudFormation could not be asked: ${why}. Check the AWS credentials and the region of this shell; they need ` +
        'cloudformation:DescribeStacks, DescribeChangeSet and DeleteChangeSet.',
    );
  }
}
