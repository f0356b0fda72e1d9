import type { RequestLog, RequestLogEntry } from '../vendor/log.ts';
import { toEmbeddedMetrics } from './metrics.ts';
import { requestIds } from './request-ids.ts';
import { withSourceLines } from './source-lines.ts';

/**
 * Writes a line of JSON a request: the fields that Lambda's own JSON format has, the id that API Gateway's access
 * log has, and the metrics. It does not go through `console`, which would wrap the line, and CloudWatch finds
 * metrics at the top level only.
 *
 * @param environment the name of the environment; without it, metrics are left out
 */
export function requestLog(environment: string | undefined): RequestLog {
  return (entry, bindings) => {
    const line = {
      timestamp: new Date(entry.at).toISOString(),
      level: entry.status >= 500 ? 'ERROR' : 'INFO',
      ...requestIds(bindings),
      message: entry.error ? withLines(entry, entry.error) : entry,
      ...(environment ? toEmbeddedMetrics(entry, environment) : {}),
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
}

function withLines(entry: RequestLogEntry, error: NonNullable<RequestLogEntry['error']>): RequestLogEntry {
  const { stack } = error;
  return stack === undefined ? entry : { ...entry, error: { ...error, stack: withSourceLines(stack) } };
}
