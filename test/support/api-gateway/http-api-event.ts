import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import {
  addedHeaders,
  GatewayRefusal,
  gatewayRequestId,
  grouped,
  type SentRequest,
  sourceIp,
} from './request.ts';

const host = 'abcdefghij.execute-api.eu-central-1.amazonaws.com';

/**
 * The event that an HTTP API makes of a request (AWS: payload format version 2.0). Events captured from AWS show how
 * the path is decoded: twice, and cut off at a question mark that the first time brings out.
 *
 * @throws GatewayRefusal where the path cannot be decoded
 */
export function httpApiEvent({ method, path, query, headers, body }: SentRequest): APIGatewayProxyEventV2 {
  const rawPath = decode(decode(path).replace(/\?.*$/s, ''));
  const joined = [...grouped([...addedHeaders(host), ...headers].map(inLowerCase))];
  const parameters = [...grouped(new URLSearchParams(query))];
  return {
    version: '2.0',
    routeKey: routeKeyOf(rawPath),
    rawPath,
    rawQueryString: query,
    headers: Object.fromEntries(joined.map(([name, values]) => [name, values.join(',')])),
    ...(parameters.length === 0
      ? {}
      : {
          queryStringParameters: Object.fromEntries(
            parameters.map(([name, values]) => [name, values.join(',')]),
          ),
        }),
    requestContext: {
      accountId: '123456789012',
      apiId: 'abcdefghij',
      domainName: host,
      domainPrefix: 'abcdefghij',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp, userAgent: 'test' },
      requestId: gatewayRequestId,
      routeKey: routeKeyOf(rawPath),
      stage: '$default',
      time: '22/Nov/2026:10:00:00 +0000',
      timeEpoch: 1795341600000,
    },
    ...bodyOf(body, headers),
  };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new GatewayRefusal(400, 'Bad Request');
  }
}

function inLowerCase([name, value]: readonly [string, string]): readonly [string, string] {
  return [name.toLowerCase(), value];
}

function routeKeyOf(rawPath: string): string {
  if (rawPath === '/_emulator') return 'ANY /_emulator';
  return rawPath.startsWith('/_emulator/') ? 'ANY /_emulator/{proxy+}' : '$default';
}

/**
 * Text stays text where the content type says that it is; all else goes in base64 (AWS: working with binary media). What
 * becomes of text that is no UTF-8 is not documented; base64 is assumed.
 */
function bodyOf(body: Uint8Array, headers: SentRequest['headers']) {
  if (body.length === 0) return { isBase64Encoded: false };
  const all = new Headers(headers.map(([name, value]): [string, string] => [name, value]));
  const isText =
    /^(text\/|application\/(json|javascript|xml)\b)/i.test(all.get('content-type') ?? '') && isUtf8(body);
  return isText
    ? { body: Buffer.from(body).toString('utf8'), isBase64Encoded: false }
    : { body: Buffer.from(body).toString('base64'), isBase64Encoded: true };
}

function isUtf8(body: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(body);
    return true;
  } catch {
    return false;
  }
}
