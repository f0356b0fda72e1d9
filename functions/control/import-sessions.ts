import type { Hono } from 'hono';
import { ImportFormatError, importRows, readRows } from '../domain/import.ts';
import { readText } from './body.ts';
import type { ControlDependencies } from './dependencies.ts';
import { findAccount } from './find-account.ts';
import { mostPerCall } from './generation.ts';
import { Problem } from './problem.ts';
import { checkStillCurrent } from './still-current.ts';

function rowsOf(text: string): unknown[] {
  try {
    return readRows(text);
  } catch (error) {
    if (error instanceof ImportFormatError) throw new Problem(400, 'body_not_json', error.message);
    throw error;
  }
}

/** Puts sessions in, row by row. */
export function importRoutes(app: Hono, dependencies: ControlDependencies): void {
  app.post('/accounts/:accountId/sessions', async (context) => {
    const rows = rowsOf(await readText(context.req.raw));
    if (rows.length > mostPerCall) {
      throw new Problem(
        413,
        'too_many_sessions',
        `The body holds ${rows.length} rows; a call takes ${mostPerCall}: send it in parts.`,
      );
    }
    const account = await findAccount(dependencies, context.req.param('accountId'));
    const { sessions, rejected } = importRows(rows, (botId) => account.bots.has(botId));
    const { written, replaced, settled } = await dependencies.store.sessionWriter.write(account, sessions);
    await checkStillCurrent(dependencies, account);
    return context.json({ written, replaced, rejected, settled });
  });
}
