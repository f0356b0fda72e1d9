import type { MiddlewareHandler } from 'hono';
import * as z from 'zod';
import { readBytes } from '../http/read-bytes.ts';
import { Problem } from './problem.ts';
import { readQuery } from './query.ts';

/** The calls that read a query string, and refuse by themselves what they do not know. */
const withQuery = /^(?:GET \/_emulator\/accounts|(?:GET|POST|DELETE) .*\/sessions|GET .*\/requests)$/;

const nothing = z.strictObject({});

/**
 * Refuses parameters that a call would not read, and a body where none is taken: who sends a filter must not
 * find that everything was removed.
 */
export const refuseUnread: MiddlewareHandler = async (context, next) => {
  const { method, path, url, raw } = context.req;
  if (!withQuery.test(`${method} ${path}`)) readQuery(url, nothing);
  if (method === 'DELETE' && !(await readBytes(raw, 0))) {
    throw new Problem(400, 'invalid_request', 'This call takes no body: what to remove is said in the URL.');
  }
  await next();
};
