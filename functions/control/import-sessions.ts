import type { Hono } from 'hono';
import * as z from 'zod';
import { type Account, sessionsScope } from '../domain/account.ts';
import { importRows } from '../domain/rows/import-rows.ts';
import { type FoundRow, ImportFormatError, readRows } from '../domain/rows/read-file.ts';
import { ConflictError } from '../store/conflict.ts';
import { readText } from './body.ts';
import type { ControlDependencies } from './dependencies.ts';
import { findAccount } from './find-account.ts';
import { mostPerCall } from './generation.ts';
import { mostBots } from './limits.ts';
import { Problem } from './problem.ts';
import { readQuery } from './query.ts';
import { checkStillCurrent } from './still-current.ts';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

export const importQuerySchema = z.strictObject({
  /** Check rows as those that are written by hand: what is unknown is refused. */
  strict: flag.default(false),
  /** Add the bots of the rows that the account does not have. */
  addBots: flag.default(false),
});

/**
 * Takes the rows out of a text.
 *
 * @throws Problem where it holds none
 */
export function rowsOf(text: string): FoundRow[] {
  try {
    return [...readRows(text)];
  } catch (error) {
    if (error instanceof ImportFormatError) throw new Problem(400, 'body_not_json', error.message);
    throw error;
  }
}

/** Puts sessions in, row by row. */
export function importRoutes(app: Hono, dependencies: ControlDependencies): void {
  app.post('/accounts/:accountId/sessions', async (context) => {
    const { strict, addBots } = readQuery(context.req.url, importQuerySchema);
    const rows = rowsOf(await readText(context.req.raw));
    if (rows.length > mostPerCall) {
      throw new Problem(
        413,
        'too_many_sessions',
        `The body holds ${rows.length} rows; a call takes ${mostPerCall}: send it in parts.`,
      );
    }
    const account = await findAccount(dependencies, context.req.param('accountId'));
    const knowsBot = (botId: string): boolean => account.bots.has(botId);
    const { sessions, rejected, warnings, newBots } = importRows(rows, { strict, addBots, knowsBot });
    await addMissingBots(dependencies, account, newBots);
    const { written, replaced, settled } = await dependencies.store.sessionWriter.write(account, sessions);
    await checkStillCurrent(dependencies, account);
    return context.json({
      written,
      replaced,
      rejected,
      ...(warnings.length > 0 && { warnings }),
      ...(newBots.length > 0 && { addedBots: newBots }),
      settled,
    });
  });
}

/** Adds bots that were met in rows; builder apps that have every bot get these too. */
async function addMissingBots(
  { store }: ControlDependencies,
  account: Account,
  botIds: readonly string[],
): Promise<void> {
  if (account.bots.size + botIds.length > mostBots) {
    throw new Problem(
      400,
      'invalid_request',
      `The rows name ${botIds.length} further bots; an account has at most ${mostBots}.`,
    );
  }
  const bots = new Map(account.bots);
  for (const botId of botIds) {
    const bot = { botId, name: botId };
    await store.accounts.addBot({ ...account, bots }, bot).catch((error: unknown) => {
      // Another import has met it at the same time.
      if (!(error instanceof ConflictError)) throw error;
    });
    bots.set(botId, bot);
  }
  const links = botIds.map((botId) => ({ botId, scopes: [sessionsScope] }));
  for (const app of links.length > 0 ? account.apps.values() : []) {
    if (app.kind === 'builder' && app.bots.length === account.bots.size) {
      await store.accounts.changeApp(account, { ...app, bots: [...app.bots, ...links] });
    }
  }
}
