import { Duration } from 'aws-cdk-lib';
import { type Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { tableDefinition } from '../../../functions/store/table-definition.ts';

/** Everything is counted over five minutes. */
export const period = Duration.minutes(5);

/** What DynamoDB turned away, by what was asked of it. */
export function throttledRequests(table: TableV2): Readonly<Record<string, Metric>> {
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
