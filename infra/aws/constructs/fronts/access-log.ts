import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  LogGroupLogDestination as RestLogGroupLogDestination,
  type StageOptions,
} from 'aws-cdk-lib/aws-apigateway';
import { type IAccessLogSettings, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { projectName } from '../../project.ts';

/** The variables of API Gateway that the two kinds of API name differently, or that only a REST API has. */
interface KindOfApi {
  route: string;
  integrationLatencyMs: string;
  integrationStatus: string;
  vpcEndpoint?: string;
  errorType?: string;
  waf?: string;
}

const http: KindOfApi = {
  route: '$context.routeKey',
  integrationLatencyMs: '$context.integrationLatency',
  integrationStatus: '$context.integration.status',
};

const rest: KindOfApi = {
  route: '$context.resourcePath',
  integrationLatencyMs: '$context.integration.latency',
  integrationStatus: '$context.integration.integrationStatus',
  vpcEndpoint: '$context.identity.vpceId',
  errorType: '$context.error.responseType',
  waf: '$context.waf.status',
};

/** One line of JSON a request. Headers stay out of it: they hold credentials. */
function formatOf(kind: KindOfApi): AccessLogFormat {
  const fields = {
    time: '$context.requestTime',
    /** The function's log has it as `apiGatewayRequestId`. */
    requestId: '$context.requestId',
    /** The function's log has it as `requestId`. */
    lambdaRequestId: '$context.integration.requestId',
    ip: '$context.identity.sourceIp',
    vpcEndpoint: kind.vpcEndpoint,
    userAgent: '$context.identity.userAgent',
    method: '$context.httpMethod',
    path: '$context.path',
    route: kind.route,
    status: '$context.status',
    bytes: '$context.responseLength',
    latencyMs: '$context.responseLatency',
    integrationLatencyMs: kind.integrationLatencyMs,
    integrationStatus: kind.integrationStatus,
    error: '$context.error.message',
    errorType: kind.errorType,
    integrationError: '$context.integration.error',
    waf: kind.waf,
  };
  return AccessLogFormat.custom(JSON.stringify(fields));
}

function logGroupOf(scope: Construct, environment: string, name: string, retention: RetentionDays): LogGroup {
  return new LogGroup(scope, 'AccessLogs', {
    // Log groups under this prefix do not count towards the size limit of the account's log delivery policy.
    logGroupName: `/aws/vendedlogs/${projectName}/${environment}/${name}`,
    retention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}

/** The access log of an HTTP API, in a log group of its own. */
export function httpAccessLog(
  scope: Construct,
  environment: string,
  retention: RetentionDays,
): IAccessLogSettings {
  const logGroup = logGroupOf(scope, environment, 'access', retention);
  return { destination: new LogGroupLogDestination(logGroup), format: formatOf(http) };
}

/** The same of a REST API. Its log group has another name, as both are there while one API replaces the other. */
export function restAccessLog(
  scope: Construct,
  environment: string,
  retention: RetentionDays,
): Pick<StageOptions, 'accessLogDestination' | 'accessLogFormat'> {
  const logGroup = logGroupOf(scope, environment, 'rest-access', retention);
  return {
    accessLogDestination: new RestLogGroupLogDestination(logGroup),
    accessLogFormat: formatOf(rest),
  };
}
