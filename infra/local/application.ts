import { Hono } from 'hono';
import { controlPath, createControlApp } from '../../functions/control/app.ts';
import type { ControlDependencies } from '../../functions/control/dependencies.ts';
import { createGetSessionsApp } from '../../functions/get-sessions/app.ts';
import type { Dependencies } from '../../functions/get-sessions/dependencies.ts';

/** Both functions behind one port, divided by path as API Gateway divides them. */
export function createApplication(dependencies: ControlDependencies & Dependencies): Hono {
  const control = createControlApp(dependencies);
  const sessions = createGetSessionsApp(dependencies);
  return new Hono()
    .all(controlPath, (context) => control.fetch(context.req.raw))
    .all(`${controlPath}/*`, (context) => control.fetch(context.req.raw))
    .all('*', (context) => sessions.fetch(context.req.raw, context.env));
}
