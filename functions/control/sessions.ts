import type { Hono } from 'hono';
import { ImportFormatError, importRows, readRows } from '../domain/import.ts';
import { readText } from './body.ts';
import type { ControlDependencies } from './dependencies.ts';
import { accountNotFound, Problem } from './problem.ts';

function rowsOf(text: string): unknown[] {
  try {
    return readRows(text);
  } catch (error) {
    if (error instanceof ImportFormatError) throw new Problem(400, 'body_not_json', error.message);
    throw error;
  }
}

export function sessionRoutes(app: Hono, { store }: ControlDependencies): void {
  app.post('/accounts/:accountId/sessions', async (context) => {
    const accountId = context.req.param('accountId');
    const rows = rowsOf(await readText(context.req.raw));
    const account = await store.accounts.read(accountId);
    if (!account) throw accountNotFound(accountId);
    const { sessions, rejected } = importRows(rows, (botId) => account.bots.has(botId));
    const { written, replaced, settled } = await store.sessions.write(account, sessions);
    return context.json({ written, replaced, rejected, settled });
  });
}
