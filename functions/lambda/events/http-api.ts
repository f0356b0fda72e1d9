import type { LambdaEvent } from 'hono/aws-lambda';
import { escapePath, hasNoBody, requestableMethod } from './requestable.ts';

/** An event of an HTTP API: payload format 2.0. */
type HttpApiEvent = Extract<LambdaEvent, { rawPath: string }>;

export function isHttpApiEvent(event: LambdaEvent): event is HttpApiEvent {
  return 'rawPath' in event && 'http' in event.requestContext;
}

/** Makes an event fit for a web-standard Request. An HTTP API gives the path decoded, and the query string as sent. */
export function fromHttpApi(event: HttpApiEvent): HttpApiEvent {
  const { http } = event.requestContext;
  const method = requestableMethod(http.method);
  return {
    ...event,
    rawPath: escapePath(event.rawPath),
    requestContext: { ...event.requestContext, http: { ...http, method } },
    ...(hasNoBody(method) ? { body: null } : {}),
  };
}
