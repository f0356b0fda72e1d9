import { RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat, LogGroupLogDestination, type StageOptions } from 'aws-cdk-lib/aws-apigateway';
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
  vpcEndpoint: '$context.identity.vpceId',
  userAgent: '$context.identity.userAgent',
  method: '$context.httpMethod',
  path: '$context.path',
  route: '$context.resourcePath',
  status: '$context.status',
  bytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integration.latency',
  integrationStatus: '$context.integration.integrationStatus',
  error: '$context.error.message',
  errorType: '$context.error.responseType',
  integrationError: '$context.integration.error',
  waf: '$context.waf.status',
};

/** The access log of a REST API, in a log group of its own. */
export function restAccessLog(
  scope: Construct,
  environment: string,
  retention: RetentionDays,
): Pick<StageOptions, 'accessLogDestination' | 'accessLogFormat'> {
  const logGroup = new LogGroup(scope, 'AccessLogs', {
    // Not the name of the HTTP API's: where one takes the place of the other, both are there for a moment.
    logGroupName: `/aws/vendedlogs/${projectName}/${environment}/rest-access`,
    retention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return {
    accessLogDestination: new LogGroupLogDestination(logGroup),
    accessLogFormat: AccessLogFormat.custom(JSON.stringify(format)),
  };
}
