import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { describe, expect, test } from 'vitest';
import { findEnvironment } from '../../../infra/aws/environments/index.ts';
import type { Change } from '../../../infra/aws/guard/change-set.ts';
import { type ChangeSets, checkStacks, describeReports } from '../../../infra/aws/guard/check-environment.ts';
import { changeSetsOf } from '../../../infra/aws/guard/cloudformation.ts';
import { stacksOf } from '../../../infra/aws/guard/stacks.ts';

const removal: Change = {
  ResourceChange: {
    Action: 'Remove',
    LogicalResourceId: 'Table',
    ResourceType: 'AWS::DynamoDB::GlobalTable',
  },
};
const harmless: Change = {
  ResourceChange: { Action: 'Modify', LogicalResourceId: 'Function', ResourceType: 'AWS::Lambda::Function' },
};

/** An account with these stacks, and the changes of each; undefined where CloudFormation makes no change set. */
function account(deployed: Readonly<Record<string, readonly Change[] | undefined>>) {
  const calls: string[] = [];
  const changeSets: ChangeSets = {
    isDeployed: async (name) => name in deployed,
    prepare: async ({ path }, changeSet) => void calls.push(`prepare ${path} ${changeSet}`),
    read: async (name) => deployed[name],
    remove: async (name, changeSet) => void calls.push(`remove ${name} ${changeSet}`),
  };
  return { calls, changeSets };
}

const stacks = ['data', 'api', 'operations'].map((part) => ({
  path: `staging/${part}`,
  name: `emulator-${part}`,
}));

describe('the check of an environment', () => {
  test('prepares, reads and removes the change sets of what is deployed, and tells what would be lost', async () => {
    const { calls, changeSets } = account({
      'emulator-data': [harmless, removal],
      'emulator-api': undefined,
    });

    const reports = await checkStacks(stacks, changeSets, 'guard-1');

    expect(calls).toEqual([
      'prepare staging/data guard-1',
      'remove emulator-data guard-1',
      'prepare staging/api guard-1',
    ]);
    expect(describeReports(reports)).toEqual([
      'emulator-data: 2 resources change',
      '  refused: Table (AWS::DynamoDB::GlobalTable) would be removed: every account and every session would be lost.',
      'emulator-api: no change',
      'emulator-operations: not deployed yet, nothing to lose',
    ]);
  });

  test('passes what is harmless, and a change set that is empty', async () => {
    const { changeSets } = account({ 'emulator-data': [harmless], 'emulator-api': [] });

    expect(describeReports(await checkStacks(stacks, changeSets, 'guard-1'))).toEqual([
      'emulator-data: 1 resource changes',
      'emulator-api: no change',
      'emulator-operations: not deployed yet, nothing to lose',
    ]);
  });

  test('removes a change set that it could not read', async () => {
    const { calls, changeSets } = account({ 'emulator-data': [harmless] });
    const denied = new Error('AccessDenied');

    await expect(
      checkStacks(stacks, { ...changeSets, read: () => Promise.reject(denied) }, 'guard-1'),
    ).rejects.toBe(denied);
    expect(calls).toEqual(['prepare staging/data guard-1', 'remove emulator-data guard-1']);
  });

  test('passes a loss that is allowed by its logical id, and no other', async () => {
    const { changeSets } = account({ 'emulator-data': [removal] });
    const refused = async (allowed: string) => {
      const [report] = await checkStacks(stacks, changeSets, 'guard-1', new Set([allowed]));
      return report?.refusals.length;
    };

    expect(await refused('Table')).toBe(0);
    expect(await refused('Tabl')).toBe(1);
  });
});

test('the stacks of an environment come after those they need', () => {
  expect(stacksOf(findEnvironment('staging'))).toEqual([
    { path: 'staging/data', name: 'kore-sessions-emulator-staging-data' },
    { path: 'staging/api', name: 'kore-sessions-emulator-staging-api' },
    { path: 'staging/operations', name: 'kore-sessions-emulator-staging-operations' },
  ]);
});

describe('CloudFormation', () => {
  interface Asked {
    Action: string | null;
    NextToken: string | null;
  }

  /** A client of a CloudFormation that gives these answers, as its Query API words them. */
  function asked(answers: readonly { status: number; xml: string }[]) {
    const requests: Asked[] = [];
    const client = new CloudFormationClient({
      region: 'eu-central-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
      requestHandler: {
        handle: async ({ body }: { body: string }) => {
          const form = new URLSearchParams(body);
          requests.push({ Action: form.get('Action'), NextToken: form.get('NextToken') });
          const answer = answers[requests.length - 1] ?? { status: 500, xml: '' };
          return {
            response: {
              statusCode: answer.status,
              headers: { 'content-type': 'text/xml' },
              body: new TextEncoder().encode(answer.xml),
            },
          };
        },
      },
    });
    return { requests, changeSets: changeSetsOf(client) };
  }

  const page = (logicalId: string, next = '') => ({
    status: 200,
    xml: `<DescribeChangeSetResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeChangeSetResult>
      <Changes><member><Type>Resource</Type><ResourceChange><Action>Remove</Action><LogicalResourceId>${logicalId}</LogicalResourceId>
      <ResourceType>AWS::DynamoDB::GlobalTable</ResourceType></ResourceChange></member></Changes>
      ${next && `<NextToken>${next}</NextToken>`}</DescribeChangeSetResult></DescribeChangeSetResponse>`,
  });
  const stack = (status: string) => ({
    status: 200,
    xml: `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks>
      <member><StackName>a</StackName><StackStatus>${status}</StackStatus></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`,
  });
  const refusal = (code: string, message: string, status = 400) => ({
    status,
    xml: `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type><Code>${code}</Code>
      <Message>${message}</Message></Error></ErrorResponse>`,
  });

  test('is read page by page', async () => {
    const { requests, changeSets } = asked([page('First', 'more'), page('Second')]);

    const changes = await changeSets.read('a', 'guard-1');

    expect(changes?.map(({ ResourceChange }) => ResourceChange?.LogicalResourceId)).toEqual([
      'First',
      'Second',
    ]);
    expect(requests).toEqual([
      { Action: 'DescribeChangeSet', NextToken: null },
      { Action: 'DescribeChangeSet', NextToken: 'more' },
    ]);
  });

  test('has no change set where nothing would change', async () => {
    const { changeSets } = asked([refusal('ChangeSetNotFound', 'ChangeSet [guard-1] does not exist', 404)]);

    expect(await changeSets.read('a', 'guard-1')).toBeUndefined();
  });

  test.each([
    ['has deployed', stack('UPDATE_COMPLETE'), true],
    ['only has a change set of', stack('REVIEW_IN_PROGRESS'), false],
    ['does not know', refusal('ValidationError', 'Stack with id a does not exist'), false],
  ])('%s a stack', async (_, answer, isDeployed) => {
    expect(await asked([answer]).changeSets.isDeployed('a')).toBe(isDeployed);
  });

  test('may refuse: the sentence says why and what to look at', async () => {
    const { changeSets } = asked([refusal('AccessDenied', 'User is not authorized.', 403)]);

    await expect(changeSets.isDeployed('a')).rejects.toThrow(
      'CloudFormation could not be asked: User is not authorized. Check the AWS credentials and the region of this ' +
        'shell; they need cloudformation:DescribeStacks, DescribeChangeSet and DeleteChangeSet.',
    );
  });
});
