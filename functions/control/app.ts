import { Hono } from 'hono';
import { AccountBusyError, AccountGoneError, ConflictError, isStoreFailure } from '../store/errors.ts';
import { accountRoutes } from './accounts.ts';
import { appRoutes } from './apps.ts';
import { botRoutes } from './bots.ts';
import { clockRoutes } from './clock.ts';
import type { ControlDependencies } from './dependencies.ts';
import { faultRoutes } from './faults.ts';
import { healthRoutes } from './health.ts';
import { requireControlKey } from './key.ts';
import { openApiRoutes } from './openapi.ts';
import { accountNotFound, Problem } from './problem.ts';
import { requestRoutes } from './requests.ts';
import { resetRoutes } from './reset.ts';
import { sessionRoutes } from './sessions.ts';
import { snapshotRoutes } from './snapshots.ts';
import { refuseUnread } from './strictness.ts';
import { tokenRoutes } from './tokens.ts';

/** Where the control API lives: nothing of the vendor's is there, and faults and limits never touch it. */
export const controlPath = '/_emulator';

/** The emulator's own API: accounts, their data and their clocks. */
export function createControlApp(dependencies: ControlDependencies): Hono {
  const app = new Hono().basePath(controlPath);
  healthRoutes(app, dependencies);
  openApiRoutes(app, controlPath);
  app.use('*', requireControlKey(dependencies.controlKey));
  app.use('*', refuseUnread);
  accountRoutes(app, dependencies);
  botRoutes(app, dependencies);
  appRoutes(app, dependencies);
  sessionRoutes(app, dependencies);
  resetRoutes(app, dependencies);
  snapshotRoutes(app, dependencies);
  clockRoutes(app, dependencies);
  tokenRoutes(app, dependencies);
  faultRoutes(app, dependencies);
  requestRoutes(app, dependencies);

  app.notFound((context) => {
    const { method, path } = context.req;
    return new Problem(404, 'not_found', `There is no ${method} ${path} in the control API.`).toResponse();
  });
  app.onError((error, context) =>
    toProblem(error, (failure) => dependencies.onError(failure, context.env)).toResponse(),
  );
  return app;
}

function accountBusy(): Problem {
  return new Problem(
    503,
    'account_busy',
    'Other calls were writing sessions of the account for many seconds, or this one stood still. A part of it may have been written: send it again.',
  );
}

function toProblem(error: Error, onError: (error: unknown) => void): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof ConflictError) return new Problem(409, error.code, error.message);
  if (error instanceof AccountGoneError) return accountNotFound(error.accountId);
  if (error instanceof AccountBusyError) return accountBusy();
  onError(error);
  if (isStoreFailure(error)) {
    return new Problem(503, 'store_unavailable', `DynamoDB did not answer as it should (${error.name}).`);
  }
  return new Problem(500, 'internal_error', 'The emulator failed; its log says how.');
}
