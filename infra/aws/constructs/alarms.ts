import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IAlarmAction,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { period, throttledRequests } from './metrics.ts';

/** What is watched. */
export interface Watched {
  readonly api: HttpApi;
  readonly table: TableV2;
  /** The functions by the name people know them by. */
  readonly functions: Readonly<Record<string, IFunction>>;
}

export interface AlarmsProps extends Watched {
  readonly environment: string;
  readonly action: IAlarmAction | undefined;
}

/** The alarms of one environment. Errors that a test injected on purpose count as well: they are answers too. */
export class Alarms extends Construct {
  readonly all: Alarm[] = [];
  readonly #environment: string;
  readonly #action: IAlarmAction | undefined;

  constructor(scope: Construct, id: string, { environment, action, api, table, functions }: AlarmsProps) {
    super(scope, id);
    this.#environment = environment;
    this.#action = action;

    this.#add('ServerErrors', 'The API answered with 5xx', {
      metric: api.metricServerError({ statistic: Stats.SUM, period }),
      threshold: 5,
      evaluationPeriods: 1,
    });
    this.#add('Latency', 'One answer in a hundred took longer than 5 seconds, for a quarter of an hour', {
      metric: api.metricLatency({ statistic: Stats.p(99), period }),
      threshold: 5_000,
      evaluationPeriods: 3,
    });
    for (const [name, lambda] of Object.entries(functions)) {
      this.#add(`${name}-errors`, `The function ${name} failed or ran out of time`, {
        metric: lambda.metricErrors({ statistic: Stats.SUM, period }),
        threshold: 1,
        evaluationPeriods: 1,
      });
      this.#add(`${name}-throttles`, `The function ${name} had no instance free within the account's limit`, {
        metric: lambda.metricThrottles({ statistic: Stats.SUM, period }),
        threshold: 1,
        evaluationPeriods: 1,
      });
    }
    for (const [what, metric] of Object.entries(throttledRequests(table))) {
      this.#add(`${what}-throttles`, `DynamoDB turned ${what} away: the unit caps, or one hot bot`, {
        metric,
        threshold: 1,
        evaluationPeriods: 2,
      });
    }
  }

  #add(
    id: string,
    description: string,
    props: Pick<AlarmProps, 'metric' | 'threshold' | 'evaluationPeriods'>,
  ) {
    const alarm = new Alarm(this, id, {
      ...props,
      alarmDescription: `${description} (Kore Sessions Emulator, ${this.#environment})`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (this.#action) alarm.addAlarmAction(this.#action);
    this.all.push(alarm);
  }
}
