import type { LambdaEvent } from 'hono/aws-lambda';
import { escapePath, hasNoBody, requestableMethod } from './requestable.ts';

/** An event of a REST API: payload format 1.0. */
type RestApiEvent = Extract<LambdaEvent, { resource: string }>;

export function isRestApiEvent(event: LambdaEvent): event is RestApiEvent {
  return 'resource' in event && 'httpMethod' in event;
}

/**
 * Makes an event fit for a web-standard Request. A REST API gives the path as sent, without the stage, and the query
 * string taken apart and decoded.
 */
export function fromRestApi(event: RestApiEvent): RestApiEvent {
  const httpMethod = requestableMethod(event.httpMethod);
  return {
    ...event,
    httpMethod,
    path: escapePath(withoutBasePath(event)),
    ...(hasNoBody(httpMethod) ? { body: null } : {}),
  };
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
