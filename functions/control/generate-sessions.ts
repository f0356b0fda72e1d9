import type { Hono } from 'hono';
import * as z from 'zod';
import { accountNow } from '../domain/clock.ts';
import { readJson } from './body.ts';
import type { ControlDependencies } from './dependencies.ts';
import { findAccount } from './find-account.ts';
import { makeSessions, readGeneration } from './generation.ts';
import { checkStillCurrent } from './still-current.ts';

/** Makes sessions up: the same arguments, the same sessions. */
export function generateRoutes(app: Hono, dependencies: ControlDependencies): void {
  const { store, systemNow } = dependencies;
  app.post('/accounts/:accountId/sessions/generate', async (context) => {
    const input = await readJson(context.req.raw, z.unknown());
    const account = await findAccount(dependencies, context.req.param('accountId'));
    const generation = readGeneration(input, {
      botIds: [...account.bots.keys()],
      now: accountNow(account.clock, systemNow()),
      generatedAltText: account.settings.generatedAltText,
    });
    const { sessions, truth } = makeSessions(generation);
    const result = await store.sessionWriter.write(account, sessions);
    await checkStillCurrent(dependencies, account);
    const { args, total, end } = generation;
    return context.json({ ...result, total, ...(end < total ? { next: end } : {}), truth, arguments: args });
  });
}
