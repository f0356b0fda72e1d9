import { CrossStackReferences, ReferenceStrength, Stack, type StackProps } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import { alarmTopic } from '../constructs/watching/alarm-topic.ts';
import { Alarms, type Watched } from '../constructs/watching/alarms.ts';
import { Overview } from '../constructs/watching/overview.ts';
import { alarmThresholds, type Operations } from '../environments/schema/operations.ts';

export interface OperationsStackProps extends StackProps, Watched {
  readonly operations: Operations;
}

/** Alarms and a dashboard over the other stacks. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, { operations, ...props }: OperationsStackProps) {
    const { environment, api, table, functions, ...stackProps } = props;
    super(scope, id, stackProps);
    // Watching something must not keep it from being replaced.
    CrossStackReferences.of(this).consume(ReferenceStrength.WEAK);

    const watched: Watched = { environment, api, table, functions };
    const topic = alarmTopic(this, operations);
    const alarms = new Alarms(this, 'Alarms', {
      ...watched,
      thresholds: alarmThresholds(operations),
      action: topic && new SnsAction(topic),
    });
    new Overview(this, 'Overview', { ...watched, alarms: alarms.all });
  }
}
