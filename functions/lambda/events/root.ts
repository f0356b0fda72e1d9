import type { LambdaEvent } from 'hono/aws-lambda';
import { isHttpApiEvent } from './http-api.ts';
import { isRestApiEvent } from './rest-api.ts';

/** The path by which a client has asked for the root, with stage and base path; undefined where it asked for another. */
export function rootPath(event: LambdaEvent): string | undefined {
  if (isHttpApiEvent(event)) return event.rawPath === '/' ? '/' : undefined;
  if (!isRestApiEvent(event) || event.resource !== '/') return undefined;
  return event.requestContext.path ?? '/';
}

/** The event that is passed beside a request. */
export function eventIn(bindings: unknown): LambdaEvent | undefined {
  return (bindings as { event?: LambdaEvent } | undefined)?.event;
}
