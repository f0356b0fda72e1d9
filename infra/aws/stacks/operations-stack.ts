import { CrossStackReferences, ReferenceStrength, Stack, type StackProps } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Construct } from 'constructs';
import { alarmTopic } from '../constructs/alarm-topic.ts';
import { Alarms, type Watched } from '../constructs/alarms.ts';
import { Overview } from '../constructs/overview.ts';

export interface OperationsStackProps extends StackProps, Watched {
  /** The name of the environment. */
  readonly environment: string;
  readonly alarmEmail: string | undefined;
}

/** Alarms and a dashboard over the other stacks. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, { environment, alarmEmail, ...props }: OperationsStackProps) {
    const { api, table, functions, ...stackProps } = props;
    super(scope, id, stackProps);
    // Watching something must not keep it from being replaced.
    CrossStackReferences.of(this).consume(ReferenceStrength.WEAK);

    const watched: Watched = { api, table, functions };
    const action = alarmEmail === undefined ? undefined : new SnsAction(alarmTopic(this, alarmEmail));
    const alarms = new Alarms(this, 'Alarms', { ...watched, environment, action });
    new Overview(this, 'Overview', { ...watched, environment, alarms: alarms.all });
  }
}
