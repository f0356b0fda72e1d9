import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { type IAccessLogSettings, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { projectName } from '../project.ts';

/** One line of JSON a request. Headers stay out of it: they hold credentials. */
const format = {
  time: '$context.requestTime',
  /** The function's log has it as `apiGatewayRequestId`. */
  requestId: '$context.requestId',
  /** The function's log has it as `requestId`. */
  lambdaRequestId: '$context.integration.requestId',
  ip: '$context.identity.sourceIp',
  userAgent: '$context.identity.userAgent',
  method: '$context.httpMethod',
  path: '$context.path',
  route: '$context.routeKey',
  status: '$context.status',
  bytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  integrationStatus: '$context.integration.status',
  error: '$context.error.message',
  integrationError: '$context.integration.error',
};

/** The access log of an HTTP API, in a log group of its own. */
export function accessLog(
  scope: Construct,
  environment: string,
  retention: RetentionDays,
): IAccessLogSettings {
  const logGroup = new LogGroup(scope, 'AccessLogs', {
    // Log groups under this prefix do not count towards the size limit of the account's log delivery policy.
    logGroupName: `/aws/vendedlogs/${projectName}/${environment}/access`,
    retention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return {
    destination: new LogGroupLogDestination(logGroup),
    format: AccessLogFormat.custom(JSON.stringify(format)),
  };
}
