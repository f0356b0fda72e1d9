import type { RequestLog } from '../get-sessions/log.ts';
import { toEmbeddedMetrics } from './metrics.ts';

/**
 * Writes a line of JSON a request: the fields that Lambda's own JSON format has, the id that API Gateway's access
 * log has, and the metrics. It does not go through `console`, which would wrap the line, and CloudWatch finds
 * metrics at the top level only.
 *
 * @param environment the name of the environment; without it, metrics are left out
 */
export function requestLog(environment: string | undefined): RequestLog {
  return (entry, given) => {
    const line = {
      timestamp: new Date(entry.at).toISOString(),
      level: entry.status >= 500 ? 'ERROR' : 'INFO',
      ...requestIds(given),
      message: entry,
      ...(environment ? toEmbeddedMetrics(entry, environment) : {}),
    };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };
}

/** What Hono passes on of the event and the context of an invocation. */
interface LambdaBindings {
  lambdaContext?: { awsRequestId?: unknown };
  requestContext?: { requestId?: unknown };
}

function requestIds(given: unknown): { requestId?: string; apiGatewayRequestId?: string } {
  if (typeof given !== 'object' || given === null) return {};
  const { lambdaContext, requestContext }: LambdaBindings = given;
  const requestId = lambdaContext?.awsRequestId;
  const apiGatewayRequestId = requestContext?.requestId;
  return {
    ...(typeof requestId === 'string' ? { requestId } : {}),
    ...(typeof apiGatewayRequestId === 'string' ? { apiGatewayRequestId } : {}),
  };
}
