import type { Time } from '../domain/time.ts';
import { toFailureMetrics } from './metrics.ts';
import { requestIds } from './request-ids.ts';
import { nameSourceLines } from './source-lines.ts';

/**
 * Writes a failure of the control API to the log, and a line with the metric that alarms watch and the ids of the
 * request, where the failure is that of one. That line does not go through `console`, for the same reason as those of
 * requests.
 *
 * @param environment the name of the environment; without it, the metric is left out
 */
export function failureLog(
  environment: string | undefined,
  time: Pick<Time, 'now'>,
): (error: unknown, bindings?: unknown) => void {
  return (error, bindings) => {
    nameSourceLines(error);
    console.error(error);
    if (!environment) return;
    const at = time.now();
    const line = {
      timestamp: new Date(at).toISOString(),
      level: 'ERROR',
      ...requestIds(bindings),
      ...toFailureMetrics(at, environment),
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
}
