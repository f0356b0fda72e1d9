import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { projectName } from '../project.ts';

/** Which environments something may touch. */
export interface Reach {
  /** The name of an environment, or a pattern with `*` as IAM has it. */
  readonly environment: string;
  /** Left out, the region of the stack that gives the permission. */
  readonly region?: string | undefined;
}

/** To deploy and to prepare change sets, which is done with the roles of CDK's bootstrap and no others. */
export function assumeBootstrapRoles(scope: Construct): PolicyStatement {
  const { partition, account } = Stack.of(scope);
  return new PolicyStatement({
    actions: ['sts:AssumeRole'],
    resources: [`arn:${partition}:iam::${account}:role/*`],
    conditions: {
      'ForAnyValue:StringEquals': {
        'iam:ResourceTag/aws-cdk:bootstrap-role': ['deploy', 'file-publishing', 'lookup'],
      },
    },
  });
}

/** To read the change sets that the guard had prepared, and to remove them. */
export function readChangeSets(scope: Construct, { environment, region }: Reach): PolicyStatement {
  const { partition, account, region: own } = Stack.of(scope);
  return new PolicyStatement({
    actions: [
      'cloudformation:DeleteChangeSet',
      'cloudformation:DescribeChangeSet',
      'cloudformation:DescribeStacks',
    ],
    resources: [
      `arn:${partition}:cloudformation:${region ?? own}:${account}:stack/${projectName}-${environment}-*/*`,
    ],
  });
}

/** To find an environment and its control key, and so to call it. */
export function findEnvironments(scope: Construct, { environment, region }: Reach): PolicyStatement[] {
  const { partition, account, region: own } = Stack.of(scope);
  const arn = (service: string, resource: string) =>
    `arn:${partition}:${service}:${region ?? own}:${account}:${resource}`;
  return [
    new PolicyStatement({
      actions: ['ssm:GetParameter'],
      resources: [arn('ssm', `parameter/${projectName}/${environment}/*`)],
    }),
    // Listing stacks cannot be narrowed to some of them.
    new PolicyStatement({
      actions: ['cloudformation:DescribeStacks', 'cloudformation:ListStacks'],
      resources: ['*'],
    }),
    // By its functions, where its API lets only its own networks in.
    new PolicyStatement({
      actions: ['lambda:InvokeFunction'],
      resources: [arn('lambda', 'function:*')],
      conditions: {
        StringEquals: { 'aws:ResourceTag/application': projectName },
        StringLike: { 'aws:ResourceTag/environment': environment },
      },
    }),
    new PolicyStatement({
      actions: ['secretsmanager:GetSecretValue'],
      resources: [arn('secretsmanager', 'secret:*')],
      // The tags that every stack of an environment gives to what is in it.
      conditions: {
        StringEquals: { 'secretsmanager:ResourceTag/application': projectName },
        StringLike: { 'secretsmanager:ResourceTag/environment': environment },
      },
    }),
  ];
}

/** To see whether the account is bootstrapped. */
export function readBootstrapVersion(scope: Construct, { region }: Pick<Reach, 'region'>): PolicyStatement {
  const { partition, account, region: own } = Stack.of(scope);
  return new PolicyStatement({
    actions: ['ssm:GetParameter'],
    resources: [`arn:${partition}:ssm:${region ?? own}:${account}:parameter/cdk-bootstrap/*/version`],
  });
}
