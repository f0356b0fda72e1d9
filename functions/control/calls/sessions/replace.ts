import { importRows } from '../../../domain/rows/import-rows.ts';
import { sessionSchema } from '../../../domain/session-schema.ts';
import { json } from '../../answer.ts';
import type { Body } from '../../body.ts';
import { defineCall } from '../../call.ts';
import { checkStillCurrent } from '../../find-account.ts';
import { invalidField, Problem } from '../../problem.ts';
import { readSession, sessionViewSchema } from './get.ts';
import { importQuerySchema, rowsOf } from './import.ts';

/** A row is read by the account that takes it, and kept as it was written. */
const rowBody: Body<typeof sessionSchema, ReturnType<typeof rowsOf>> = {
  name: 'Session',
  schema: sessionSchema,
  types: ['application/json'],
  required: true,
  read: rowsOf,
};

export const replaceSession = defineCall({
  method: 'put',
  path: '/accounts/{accountId}/sessions/{sessionId}',
  tag: 'sessions',
  id: 'replaceSession',
  summary: 'Put a session in the place of the one with its id, or beside the others',
  query: importQuerySchema.pick({ strict: true }),
  body: rowBody,
  answers: {
    200: json('The session, in place of one with its id', 'SessionView', sessionViewSchema),
    201: json('The session', 'SessionView', sessionViewSchema),
  },
  problems: { 409: ['data_replaced'], 503: ['account_busy'] },
  run: async ({ account, parameters: { sessionId }, query: { strict }, body: rows }, dependencies) => {
    if (rows.length !== 1) {
      throw new Problem(400, 'invalid_request', `The body holds ${rows.length} rows: send one.`);
    }
    const knowsBot = (botId: string): boolean => account.bots.has(botId);
    const { sessions, rejected } = importRows(rows, { strict, knowsBot });
    const [session] = sessions;
    if (!session) {
      throw new Problem(400, 'invalid_request', `Not a session: ${rejected[0]?.reason}.`);
    }
    if (session.sessionId !== sessionId) throw invalidField('sessionId', 'must be the one of the path');
    const { replaced } = await dependencies.store.sessionWriter.write(account, sessions);
    const current = await checkStillCurrent(dependencies, account);
    const body = await readSession(dependencies, current, sessionId);
    return { status: replaced > 0 ? 200 : 201, body };
  },
});
