import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Metric, type MetricOptions, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type MetricDimension,
  type MetricName,
  metricNamespace,
} from '../../../../functions/lambda/metrics.ts';
import { tableDefinition } from '../../../../functions/store/table/table-definition.ts';
import type { StoreTable } from '../session-store.ts';

/** Everything is counted over five minutes. */
export const period = Duration.minutes(5);

/** An API as far as its metrics go: an HTTP API and a REST API both are one. */
export interface WatchedApi {
  metricCount(props?: MetricOptions): Metric;
  metricClientError(props?: MetricOptions): Metric;
  metricServerError(props?: MetricOptions): Metric;
  metricLatency(props?: MetricOptions): Metric;
}

/** What DynamoDB turned away, by what was asked of it. */
export function throttledRequests(table: StoreTable): Readonly<Record<string, Metric>> {
  const onTable = { TableName: table.tableName };
  const onIndex = { ...onTable, GlobalSecondaryIndexName: tableDefinition.sessionIndex.name };
  const count = (metricName: string, dimensionsMap: Record<string, string>) =>
    table.metric(metricName, { statistic: Stats.SUM, period, dimensionsMap });
  return {
    'table-reads': count('ReadThrottleEvents', onTable),
    'table-writes': count('WriteThrottleEvents', onTable),
    'index-reads': count('ReadThrottleEvents', onIndex),
    'index-writes': count('WriteThrottleEvents', onIndex),
  };
}

/** One of the emulator's own metrics, over the whole environment. */
function ownMetric(environment: string, metricName: MetricName, statistic: string): Metric {
  const dimensionsMap: Partial<Record<MetricDimension, string>> = { Environment: environment };
  return new Metric({ namespace: metricNamespace, metricName, dimensionsMap, statistic, period });
}

/** Answers with 5xx that neither a fault nor the settings of an account asked for. */
export function unexpectedServerErrors(environment: string): Metric {
  return ownMetric(environment, 'UnexpectedServerErrors', Stats.SUM);
}

/** The share, 0 to 1, of requests to the emulated routes answered with 4xx that no account's settings asked for. */
export function unexpectedClientErrorShare(environment: string): Metric {
  return ownMetric(environment, 'UnexpectedClientErrors', Stats.AVERAGE);
}

/**
 * One of the emulator's own metrics, a line for each combination of the values of its dimensions.
 *
 * @param dimensions what it is split by, besides the environment; a combination that the emulator writes
 */
export function ownMetricBy(
  environment: string,
  metricName: MetricName,
  dimensions: readonly MetricDimension[],
  statistic: string,
): IMetric {
  const schema = [metricNamespace, 'Environment', ...dimensions].join(',');
  const query = `{${schema}} MetricName="${metricName}" Environment="${environment}"`;
  const label = dimensions.map((dimension) => `\${PROP('Dim.${dimension}')}`).join(' ');
  return new MathExpression({
    label,
    expression: `SEARCH('${query}', '${statistic}', ${period.toSeconds()})`,
    period,
  });
}
