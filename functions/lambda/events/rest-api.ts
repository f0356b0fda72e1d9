import type { LambdaEvent } from 'hono/aws-lambda';
import { type EventRequest, escapePath, requestableMethod } from './requestable.ts';

/** An event of a REST API: payload format 1.0. */
type RestApiEvent = Extract<LambdaEvent, { resource: string }>;

export function isRestApiEvent(event: LambdaEvent): event is RestApiEvent {
  return 'resource' in event && 'httpMethod' in event && typeof event.path === 'string';
}

/**
 * Reads an event. A REST API gives the path as sent, without the stage, and the query string taken apart and decoded.
 */
export function fromRestApi(event: RestApiEvent): EventRequest {
  return {
    method: requestableMethod(event.httpMethod),
    path: escapePath(withoutBasePath(event)),
    query: queryOf(event),
    fields: fieldsOf(event),
  };
}

/** Older tools leave the parameters with several values out. */
function queryOf({ multiValueQueryStringParameters, queryStringParameters }: RestApiEvent): string {
  const parameters: [string, readonly (string | undefined)[]][] = multiValueQueryStringParameters
    ? Object.entries(multiValueQueryStringParameters).map(([name, values]) => [name, values ?? []])
    : Object.entries(queryStringParameters ?? {}).map(([name, value]) => [name, [value]]);
  return parameters
    .flatMap(([name, values]) =>
      values.map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value ?? '')}`),
    )
    .join('&');
}

function fieldsOf({ multiValueHeaders, headers }: RestApiEvent): [string, string][] {
  const several = Object.entries(multiValueHeaders ?? {}).flatMap(([name, values]) =>
    (values ?? []).map((value): [string, string] => [name, value]),
  );
  const named = new Set(several.map(([name]) => name.toLowerCase()));
  const single = Object.entries(headers ?? {}).flatMap(([name, value]): [string, string][] =>
    value && !named.has(name.toLowerCase()) ? [[name, value]] : [],
  );
  return [...several, ...single];
}

/**
 * Behind a host name of one's own the path begins with the base path that leads to the API, and with the stage where
 * the mapping names none. The resource and what it took for `{proxy+}` tell where the API's own path begins.
 */
function withoutBasePath({ path, resource, pathParameters }: RestApiEvent): string {
  const own = withoutLastSlashes(
    resource.replace(/\{(\w+)\+\}$/, (_, name: string) => pathParameters?.[name] ?? ''),
  );
  const sent = withoutLastSlashes(path);
  const basePath = sent.slice(0, sent.length - own.length);
  return own !== '' && sent.endsWith(own) && /^(\/[^/]+)+$/.test(basePath)
    ? path.slice(basePath.length)
    : path;
}

function withoutLastSlashes(path: string): string {
  return path.replace(/\/+$/, '');
}
