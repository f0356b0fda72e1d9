import type { Hono } from 'hono';
import type { LambdaContext, LambdaEvent } from 'hono/aws-lambda';
import type { AfterResponse } from './after-response.ts';
import { handleExactly } from './exact-body.ts';

const bodyless = new Set(['GET', 'HEAD']);

/** Methods that a web-standard Request cannot have; to the emulator they are as wrong as any but POST. */
const impossible = new Set(['CONNECT', 'TRACE', 'TRACK']);

/**
 * Makes an event fit for a web-standard Request: one cannot be made of a GET with a body, and API Gateway
 * gives the path decoded, where "?" and "#" would end it and line breaks would be dropped.
 */
function toRequestable(event: LambdaEvent): LambdaEvent {
  if (!('rawPath' in event) || !('http' in event.requestContext)) return event;
  const { http } = event.requestContext;
  const rawPath = event.rawPath.replace(/[?#\\\s]/g, encodeURIComponent);
  const method = impossible.has(http.method) ? 'OPTIONS' : http.method;
  const requestContext = { ...event.requestContext, http: { ...http, method } };
  return {
    ...event,
    rawPath,
    requestContext,
    ...(bodyless.has(method) ? { body: null } : {}),
  } as LambdaEvent;
}

/** An application as a Lambda function behind an HTTP API (payload format 2.0). */
export function createHandler(app: Hono, afterResponse: AfterResponse) {
  const handler = handleExactly(app);
  return async (event: LambdaEvent, context?: LambdaContext) => {
    try {
      return await handler(toRequestable(event), context);
    } finally {
      await afterResponse.answerReady(context?.awsRequestId ?? '');
    }
  };
}
