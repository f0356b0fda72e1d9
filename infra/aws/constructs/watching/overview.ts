import { Stack } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { MetricDimension, MetricName } from '../../../../functions/lambda/metrics.ts';
import { projectName } from '../../project.ts';
import type { Watched } from './alarms.ts';
import { ownMetricBy, period, throttledRequests, unexpectedClientErrorShare } from './metrics.ts';

export interface OverviewProps extends Watched {
  readonly alarms: Alarm[];
}

/** A dashboard: is it well, how much is asked of it and why is it refused, how fast is it, what does it use. */
export class Overview extends Construct {
  constructor(scope: Construct, id: string, { environment, alarms, api, table, functions }: OverviewProps) {
    super(scope, id);
    const sum = { statistic: Stats.SUM, period };
    const at = (percentile: number) => ({ statistic: Stats.p(percentile), period, label: `p${percentile}` });
    const lambdas = Object.entries(functions);
    const by = (metric: MetricName, dimensions: readonly MetricDimension[], statistic: string = Stats.SUM) =>
      ownMetricBy(environment, metric, dimensions, statistic);

    const dashboard = new Dashboard(this, 'Dashboard', {
      // An account has one dashboard of a name, whatever the region.
      dashboardName: `${projectName}-${environment}-${Stack.of(this).region}`,
    });
    dashboard.addWidgets(new AlarmStatusWidget({ title: 'Alarms', width: 24, alarms }));
    dashboard.addWidgets(
      graph('Requests', [
        api.metricCount({ ...sum, label: 'all' }),
        api.metricClientError({ ...sum, label: '4xx' }),
        api.metricServerError({ ...sum, label: '5xx' }),
      ]),
      graph('Time to answer (ms)', [
        api.metricLatency(at(50)),
        api.metricLatency(at(90)),
        api.metricLatency(at(99)),
      ]),
      graph(
        'Functions: errors and throttles',
        lambdas.flatMap(([name, lambda]) => [
          lambda.metricErrors({ ...sum, label: `${name} errors` }),
          lambda.metricThrottles({ ...sum, label: `${name} throttles` }),
        ]),
      ),
    );
    dashboard.addWidgets(
      graph('Emulated routes: requests by route and status', [by('Requests', ['Route', 'Status'])]),
      graph('Emulated routes: requests by reason', [by('Requests', ['Reason'])]),
      graph('Emulated routes: share of unexpected 4xx', [
        unexpectedClientErrorShare(environment).with({ label: 'of 1' }),
      ]),
    );
    dashboard.addWidgets(
      graph('Emulated routes: time to answer, p99 (ms)', [by('Duration', ['Route'], Stats.p(99))]),
      graph('Emulated routes: read units', [by('ReadUnits', ['Route'])]),
      graph('Emulated routes: slices of the index read', [by('SlicesRead', ['Route'])]),
    );
    dashboard.addWidgets(
      graph(
        'Functions: time used, p99 (ms)',
        lambdas.map(([name, lambda]) => lambda.metricDuration({ ...at(99), label: name })),
      ),
      graph('DynamoDB: units', [
        table.metricConsumedReadCapacityUnits({ ...sum, label: 'read' }),
        table.metricConsumedWriteCapacityUnits({ ...sum, label: 'written' }),
      ]),
      graph(
        'DynamoDB: turned away',
        Object.entries(throttledRequests(table)).map(([label, metric]) => metric.with({ label })),
      ),
    );
  }
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 8, leftYAxis: { min: 0 } });
}
