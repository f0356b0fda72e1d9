import type { APIGatewayProxyEvent } from 'aws-lambda';
import {
  addedHeaders,
  GatewayRefusal,
  gatewayRequestId,
  grouped,
  type SentRequest,
  sourceIp,
} from './request.ts';

const apiId = 'klmnopqrst';
const host = `${apiId}.execute-api.eu-central-1.amazonaws.com`;
const stage = 'live';

/** What ANY stands for. */
const methods = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']);

export interface RestApiOptions {
  /** Where a host name of one's own leads to the API under a path, with a slash at its beginning. */
  basePath?: string;
}

/**
 * The event that a REST API makes of a request whose path begins after the stage (AWS: payload format version 1.0).
 * Events captured from AWS show: path and greedy parameter as sent, parameters decoded, a plus sign as a blank.
 *
 * @throws GatewayRefusal where API Gateway answers by itself
 */
export function restApiEvent(
  { method, path, query, headers, body }: SentRequest,
  { basePath = '' }: RestApiOptions = {},
): APIGatewayProxyEvent {
  if (!methods.has(method)) throw new GatewayRefusal(403, 'Missing Authentication Token');
  const { resource, proxy } = routeOf(path);
  const sent = [...grouped([...addedHeaders(host), ...headers])];
  // A semicolon parts parameters as an ampersand does. (AWS: important notes for REST APIs.)
  const parameters = [...grouped(new URLSearchParams(query.replaceAll(';', '&')))];
  const full = basePath + path;
  return {
    resource,
    path: full,
    httpMethod: method,
    headers: lastOf(sent),
    multiValueHeaders: Object.fromEntries(sent),
    queryStringParameters: parameters.length === 0 ? null : lastOf(parameters),
    multiValueQueryStringParameters: parameters.length === 0 ? null : Object.fromEntries(parameters),
    pathParameters: proxy === undefined ? null : { proxy },
    stageVariables: null,
    requestContext: {
      accountId: '123456789012',
      apiId,
      authorizer: null,
      domainName: basePath === '' ? host : 'kore.example.com',
      domainPrefix: apiId,
      extendedRequestId: 'ATfSdF7nPHcErRA=',
      httpMethod: method,
      identity: identityOf(),
      path: basePath === '' ? `/${stage}${path}` : full,
      protocol: 'HTTP/1.1',
      requestId: gatewayRequestId,
      requestTime: '22/Nov/2026:10:00:00 +0000',
      requestTimeEpoch: 1795341600000,
      resourceId: 'al6gqb',
      resourcePath: resource,
      stage,
    },
    // The API takes every body as binary.
    ...(body.length === 0
      ? { body: null, isBase64Encoded: false }
      : { body: Buffer.from(body).toString('base64'), isBase64Encoded: true }),
  };
}

function routeOf(path: string): { resource: string; proxy: string | undefined } {
  const bare = path.replace(/\/+$/, '');
  if (bare === '') return { resource: '/', proxy: undefined };
  if (bare === '/_emulator') return { resource: '/_emulator', proxy: undefined };
  return bare.startsWith('/_emulator/')
    ? { resource: '/_emulator/{proxy+}', proxy: bare.slice('/_emulator/'.length) }
    : { resource: '/{proxy+}', proxy: bare.slice(1) };
}

function lastOf(groups: readonly (readonly [string, string[]])[]): Record<string, string> {
  return Object.fromEntries(groups.map(([name, values]) => [name, values.at(-1) ?? '']));
}

function identityOf(): APIGatewayProxyEvent['requestContext']['identity'] {
  return {
    accessKey: null,
    accountId: null,
    apiKey: null,
    apiKeyId: null,
    caller: null,
    clientCert: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp,
    user: null,
    userAgent: 'test',
    userArn: null,
  };
}
