import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { EmulatorFunction } from './emulator-function.ts';

/**
 * Has removals go on by themselves. A call of the control API removes for some seconds, and an account of 100,000
 * sessions takes minutes: the control function is called every minute, and goes on for 20 s with what is left. So it
 * also takes away accounts that expired while nobody called, and makes layers few where calls have not come to their
 * end. It finds nothing in three queries, for some cents a month.
 */
export class RemovalSchedule extends Construct {
  constructor(scope: Construct, id: string, control: EmulatorFunction) {
    super(scope, id);
    const { functionArn } = control.lambda;
    const { ruleArn } = new Rule(this, 'Rule', {
      description: 'Goes on with removals, and takes away accounts that have expired.',
      schedule: Schedule.rate(Duration.minutes(1)),
      // What fails is made good a minute later.
      targets: [{ bind: () => ({ arn: functionArn, retryPolicy: { maximumRetryAttempts: 0 } }) }],
    });
    // The target of aws-events-targets names its permission by the path within the application, and a pipeline has
    // another path than the commands have.
    new CfnPermission(this, 'Permission', {
      action: 'lambda:InvokeFunction',
      principal: 'events.amazonaws.com',
      functionName: functionArn,
      sourceArn: ruleArn,
    });
  }
}
