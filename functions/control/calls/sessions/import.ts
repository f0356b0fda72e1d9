import * as z from 'zod';
import { ImportFormatError, importRows, readRows } from '../../../domain/import.ts';
import { sessionSchema } from '../../../domain/session-schema.ts';
import { json } from '../../answer.ts';
import type { Body } from '../../body.ts';
import { defineCall } from '../../call.ts';
import { count } from '../../fields.ts';
import { checkStillCurrent } from '../../find-account.ts';
import { mostPerCall } from '../../generation.ts';
import { Problem } from '../../problem.ts';

/** The forms of an import; NDJSON is text to a schema. */
const importSchema = z.union([
  z.array(sessionSchema),
  z.looseObject({ sessions: z.array(sessionSchema) }),
  z.string(),
]);

/** Rows are not checked as they are read, so that a bad one never loses a good one. */
const rowsBody: Body<typeof importSchema, unknown[]> = {
  name: 'SessionImport',
  schema: importSchema,
  types: ['application/json', 'application/x-ndjson'],
  parts: { Session: sessionSchema },
  read: (text) => {
    const rows = rowsOf(text);
    if (rows.length > mostPerCall) throw tooManyRows(rows.length);
    return rows;
  },
};

function rowsOf(text: string): unknown[] {
  try {
    return readRows(text);
  } catch (error) {
    if (error instanceof ImportFormatError) throw new Problem(400, 'body_not_json', error.message);
    throw error;
  }
}

function tooManyRows(rows: number): Problem {
  const detail = `The body holds ${rows} rows; a call takes ${mostPerCall}: send it in parts.`;
  return new Problem(413, 'too_many_sessions', detail);
}

const importedSchema = z.object({
  written: count,
  replaced: count,
  rejected: z.array(z.object({ index: count, sessionId: z.string().optional(), reason: z.string() })),
  settled: z.boolean(),
});

export const importSessions = defineCall({
  method: 'post',
  path: '/accounts/{accountId}/sessions',
  tag: 'sessions',
  id: 'importSessions',
  summary: 'Put sessions in, each in place of one with its id',
  description: 'An array, an answer of getSessions, or NDJSON. Bad rows are named, and the others kept.',
  body: rowsBody,
  answers: { 200: json('What became of the rows', 'ImportedSessions', importedSchema) },
  problems: { 409: ['data_replaced'], 413: ['too_many_sessions'], 503: ['account_busy'] },
  run: async ({ account, body: rows }, dependencies) => {
    const { sessions, rejected } = importRows(rows, (botId) => account.bots.has(botId));
    const { written, replaced, settled } = await dependencies.store.sessionWriter.write(account, sessions);
    await checkStillCurrent(dependencies, account);
    return { status: 200, body: { written, replaced, rejected, settled } };
  },
});
