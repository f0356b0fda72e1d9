import { Duration } from 'aws-cdk-lib';
import { type IMetric, MathExpression, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { tableDefinition } from '../../../functions/store/table-definition.ts';

/** Everything is counted over five minutes. */
export const period = Duration.minutes(5);

/** Requests that DynamoDB turned away, on the table and on its index, reads and writes together. */
export function throttledRequests(table: TableV2): IMetric {
  const indexName = tableDefinition.sessionIndex.name;
  const counted = (metricName: string, onIndex: boolean) =>
    table.metric(metricName, {
      statistic: Stats.SUM,
      period,
      dimensionsMap: {
        TableName: table.tableName,
        ...(onIndex && { GlobalSecondaryIndexName: indexName }),
      },
    });
  return new MathExpression({
    label: 'throttled',
    // A metric without a data point has no value, and a sum with it would have none either.
    expression: 'FILL(tr, 0) + FILL(tw, 0) + FILL(ir, 0) + FILL(iw, 0)',
    usingMetrics: {
      tr: counted('ReadThrottleEvents', false),
      tw: counted('WriteThrottleEvents', false),
      ir: counted('ReadThrottleEvents', true),
      iw: counted('WriteThrottleEvents', true),
    },
    period,
  });
}
