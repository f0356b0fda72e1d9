import type { LambdaEvent } from 'hono/aws-lambda';
import { type EventRequest, escapePath, requestableMethod } from './requestable.ts';

/** An event of an HTTP API: payload format 2.0. */
type HttpApiEvent = Extract<LambdaEvent, { rawPath: string }>;

export function isHttpApiEvent(event: LambdaEvent): event is HttpApiEvent {
  return 'rawPath' in event && 'http' in (event.requestContext ?? {});
}

/** Reads an event. An HTTP API gives the path decoded, and the query string as sent. */
export function fromHttpApi({
  rawPath,
  rawQueryString,
  headers,
  requestContext,
}: HttpApiEvent): EventRequest {
  return {
    method: requestableMethod(requestContext.http.method),
    path: escapePath(rawPath),
    query: rawQueryString ?? '',
    fields: Object.entries(headers ?? {}).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  };
}
