import {
  Alarm,
  type AlarmProps,
  ComparisonOperator,
  type IAlarmAction,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { AlarmThresholds } from '../../environments/schema/operations.ts';
import type { StoreTable } from '../session-store.ts';
import {
  period,
  throttledRequests,
  unexpectedClientErrorShare,
  unexpectedServerErrors,
  type WatchedApi,
} from './metrics.ts';

/** What is watched. */
export interface Watched {
  /** The name of the environment. */
  readonly environment: string;
  readonly api: WatchedApi;
  readonly table: StoreTable;
  /** The functions by the name people know them by. */
  readonly functions: Readonly<Record<string, IFunction>>;
}

export interface AlarmsProps extends Watched {
  readonly thresholds: AlarmThresholds;
  readonly action: IAlarmAction | undefined;
}

/** The alarms of one environment. Where nobody calls, there is no data, and all is well. */
export class Alarms extends Construct {
  readonly all: Alarm[] = [];
  readonly #environment: string;
  readonly #action: IAlarmAction | undefined;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { environment, thresholds, action, api, table, functions } = props;
    this.#environment = environment;
    this.#action = action;

    this.#add('ServerErrors', 'The emulator answered with 5xx that no test asked for', {
      metric: unexpectedServerErrors(environment),
      threshold: thresholds.serverErrors,
      evaluationPeriods: 1,
    });
    this.#add('UnexpectedClientErrors', 'Many requests were refused with 4xx that no test asked for', {
      metric: unexpectedClientErrorShare(environment),
      threshold: thresholds.unexpectedClientErrorPercent / 100,
      // A single refusal while nobody else calls is a share of all.
      evaluationPeriods: 3,
    });
    this.#add('Latency', 'One answer in a hundred took too long, for a quarter of an hour', {
      metric: api.metricLatency({ statistic: Stats.p(99), period }),
      threshold: thresholds.latencyP99Ms,
      evaluationPeriods: 3,
    });
    for (const [name, lambda] of Object.entries(functions)) {
      this.#add(`${name}-errors`, `The function ${name} failed or ran out of time`, {
        metric: lambda.metricErrors({ statistic: Stats.SUM, period }),
        threshold: thresholds.functionErrors,
        evaluationPeriods: 1,
      });
      this.#add(`${name}-throttles`, `The function ${name} had no instance free within the account's limit`, {
        metric: lambda.metricThrottles({ statistic: Stats.SUM, period }),
        threshold: thresholds.functionThrottles,
        evaluationPeriods: 1,
      });
    }
    for (const [what, metric] of Object.entries(throttledRequests(table))) {
      this.#add(`${what}-throttles`, `DynamoDB turned ${what} away: the unit caps, or one hot bot`, {
        metric,
        threshold: thresholds.tableThrottles,
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
