import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export interface EventParts {
  method?: string;
  path: string;
  /** Without the question mark. */
  query?: string;
  headers?: Record<string, string>;
  body?: string;
  isBase64Encoded?: boolean;
}

/** An event as an HTTP API sends it (AWS: payload format version 2.0). */
export function httpEvent(parts: EventParts): APIGatewayProxyEventV2 {
  const { method = 'POST', path, query = '', headers = {}, body, isBase64Encoded = false } = parts;
  const joined: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    joined[name] = joined[name] === undefined ? value : `${joined[name]},${value}`;
  }
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers: {
      host: 'abcdefghij.execute-api.eu-central-1.amazonaws.com',
      'x-amzn-trace-id': 'Root=1-5f84c7a7-0e5b1e1e1e1e1e1e1e1e1e1e',
      'x-forwarded-for': '198.51.100.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...headers,
    },
    ...(query === '' ? {} : { queryStringParameters: joined }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'abcdefghij',
      domainName: 'abcdefghij.execute-api.eu-central-1.amazonaws.com',
      domainPrefix: 'abcdefghij',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '198.51.100.7', userAgent: 'test' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: '$default',
      stage: '$default',
      time: '22/Nov/2026:10:00:00 +0000',
      timeEpoch: 1795341600000,
    },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded,
  };
}
