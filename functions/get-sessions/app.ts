import { Hono } from 'hono';
import type { Dependencies } from './dependencies.ts';
import { handleRequest } from './handle-request.ts';

/** The emulated API. One route takes everything: the vendor's refusals of paths and methods are emulated too. */
export function createGetSessionsApp(dependencies: Dependencies): Hono {
  return new Hono().all('*', (context) => handleRequest(context.req.raw, context.env, dependencies));
}
