import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import type { EmulatorFunction } from './emulator-function.ts';

/**
 * Has removals go on by themselves. A call of the control API removes for some seconds, and an account of 100,000
 * sessions takes minutes: the control function is called every minute, and goes on for 20 s with what is left. So it
 * also takes away accounts that expired while nobody called. It finds nothing in two queries, for some cents a month.
 */
export class RemovalSchedule extends Construct {
  constructor(scope: Construct, id: string, control: EmulatorFunction) {
    super(scope, id);
    new Rule(this, 'Rule', {
      description: 'Goes on with removals, and takes away accounts that have expired.',
      schedule: Schedule.rate(Duration.minutes(1)),
      // What fails is made good a minute later.
      targets: [new LambdaFunction(control.lambda, { retryAttempts: 0 })],
    });
  }
}
