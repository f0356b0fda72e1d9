import { Annotations, CrossStackReferences, ReferenceStrength, Stack, type StackProps } from 'aws-cdk-lib';
import { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import type { Front } from '../constructs/fronts/front.ts';
import { HttpFront } from '../constructs/fronts/http-front.ts';
import type { StoreTable } from '../constructs/session-store.ts';
import { alarmTopic } from '../constructs/watching/alarm-topic.ts';
import { Alarms, type Watched } from '../constructs/watching/alarms.ts';
import type { WatchedApi } from '../constructs/watching/metrics.ts';
import { Overview } from '../constructs/watching/overview.ts';
import { alarmThresholds, type Operations } from '../environments/schema/operations.ts';
import { type Published, parameterName } from '../project.ts';

export interface OperationsStackProps extends StackProps {
  /** The name of the environment. */
  readonly environment: string;
  readonly operations: Operations;
  readonly table: StoreTable;
  readonly front: Front;
  /** The names by which people know the functions. */
  readonly functions: readonly string[];
}

/** The id under which the warning can be acknowledged that alarms tell nobody. */
const silentWarning = 'kore-sessions-emulator:silent-alarms';

/**
 * Alarms and a dashboard over the other stacks. What CloudFormation made up for API and functions comes from SSM
 * parameters: the CDK has CloudFormation look at these at each deployment, so that what was made anew is watched,
 * although nothing in this template has changed.
 */
export class OperationsStack extends Stack {
  readonly #environment: string;

  constructor(
    scope: Construct,
    id: string,
    { environment, operations, table, ...props }: OperationsStackProps,
  ) {
    const { front, functions, ...stackProps } = props;
    super(scope, id, stackProps);
    this.#environment = environment;
    // Watching something must not keep it from being replaced.
    CrossStackReferences.of(this).consume(ReferenceStrength.WEAK);

    const watched: Watched = {
      environment,
      api: this.#watchedApi(front),
      table,
      functions: Object.fromEntries(functions.map((name) => [name, this.#function(name)])),
    };
    const topic = alarmTopic(this, operations);
    if (!topic) {
      Annotations.of(this).addWarningV2(
        silentWarning,
        `The alarms of ${environment} tell nobody, they only show in CloudWatch: set operations.alarmEmail or ` +
          'operations.alarmTopicArn (docs/environments.md).',
      );
    }
    const alarms = new Alarms(this, 'Alarms', {
      ...watched,
      thresholds: alarmThresholds(operations),
      action: topic && new SnsAction(topic),
    });
    new Overview(this, 'Overview', { ...watched, alarms: alarms.all });
  }

  /** An HTTP API is known to CloudWatch by its id; a REST API by its name, which another one in its place has too. */
  #watchedApi(front: Front): WatchedApi {
    if (!(front instanceof HttpFront)) return front.api;
    return HttpApi.fromHttpApiAttributes(this, 'Api', { httpApiId: this.#published('api-id') });
  }

  #function(name: string) {
    return LambdaFunction.fromFunctionName(this, name, this.#published(`functions/${name}`));
  }

  #published(what: Published): string {
    return StringParameter.valueForStringParameter(this, parameterName(this.#environment, what));
  }
}
