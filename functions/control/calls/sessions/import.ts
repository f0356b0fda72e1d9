import * as z from 'zod';
import type { Account, App } from '../../../domain/account.ts';
import { type ImportOptions, importRows, RowImport } from '../../../domain/rows/import-rows.ts';
import { ImportFormatError, readRows } from '../../../domain/rows/read-file.ts';
import type { FoundRow, RowForm } from '../../../domain/rows/row-form.ts';
import { sessionSchema } from '../../../domain/session-schema.ts';
import { ConflictError } from '../../../store/errors.ts';
import { json } from '../../answer.ts';
import type { Body } from '../../body.ts';
import { mostBots } from '../../bots.ts';
import { defineCall } from '../../call.ts';
import type { ControlDependencies } from '../../dependencies.ts';
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
const rowsBody: Body<typeof importSchema, FoundRow[]> = {
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

/** @throws Problem where the text holds no rows in a known form */
export function rowsOf(text: string, form?: RowForm): FoundRow[] {
  try {
    return [...readRows(text, form)];
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
  /** Once for each reason, with the first row that has it. */
  rejected: z.array(
    z.object({
      index: count,
      sessionId: z.string().optional(),
      reason: z.string(),
      /** Absent: on the first. */
      line: z.int().min(2).optional(),
      /** How many rows; absent: one. */
      count: z.int().min(2).optional(),
    }),
  ),
  /** What was odd about rows that were taken, once for each kind; absent: nothing. */
  warnings: z
    .array(
      z.object({
        code: z.string(),
        detail: z.string(),
        count: z.int().min(1),
        firstIndex: count,
        sessionId: z.string().optional(),
      }),
    )
    .optional(),
  /** Bots of the rows that were added to the account. */
  addedBots: z.array(z.string()).optional(),
  settled: z.boolean(),
  /** The time of one call was not enough: the rows from this one on, counted from 0, are to be sent again. */
  next: z.int().min(1).optional(),
});

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

export const importQuerySchema = z.strictObject({
  /** Check rows as those that are written by hand: what is unknown is refused. */
  strict: flag.default(false),
  /** Add the bots of the rows that the account does not have. */
  addBots: flag.default(false),
});

export const importSessions = defineCall({
  method: 'post',
  path: '/accounts/{accountId}/sessions',
  tag: 'sessions',
  id: 'importSessions',
  summary: 'Put sessions in, each in place of one with its id',
  description:
    'Answers of getSessions (one, several, an array of them), rows (an array, NDJSON, one after the other) or a single row. Rows come back as they were; those without an id, a bot or a start are named, and the others kept.',
  query: importQuerySchema,
  body: rowsBody,
  answers: { 200: json('What became of the rows', 'ImportedSessions', importedSchema) },
  problems: { 409: ['data_replaced'], 413: ['too_many_sessions'], 503: ['account_busy'] },
  run: async ({ account, query: { strict, addBots }, body: rows, until }, dependencies) => {
    const knowsBot = (botId: string): boolean => account.bots.has(botId);
    const options = { strict, addBots, knowsBot };
    const { sessions, newBots, ...findings } = importRows(rows, options);
    await addMissingBots(dependencies, account, newBots);
    const result = await dependencies.store.sessionWriter.write(account, sessions, until);
    await checkStillCurrent(dependencies, account);
    const { written, replaced, settled, stoppedAt } = result;
    const cut = stoppedAt === undefined ? undefined : cutAfter(rows, stoppedAt, options);
    const { rejected, warnings } = cut ?? findings;
    const found = {
      ...(warnings.length > 0 && { warnings }),
      ...(newBots.length > 0 && { addedBots: newBots }),
    };
    const next = cut && { next: cut.next };
    return { status: 200, body: { written, replaced, rejected, ...found, settled, ...next } };
  },
});

/** What is to be said of the rows up to the last of so many sessions, and where the others begin. */
function cutAfter(rows: readonly FoundRow[], sessions: number, options: ImportOptions) {
  const work = new RowImport(options);
  let next = 0;
  for (let read = 0; read < sessions; next++) {
    const row = rows[next];
    if (row && work.read(row)) read++;
  }
  return { ...work.findings(), next };
}

/** Adds bots that were met in rows; builder apps that have every bot get these too. */
async function addMissingBots(
  { store }: ControlDependencies,
  account: Account,
  botIds: readonly string[],
): Promise<void> {
  if (botIds.length === 0) return;
  if (account.bots.size + botIds.length > mostBots) {
    throw new Problem(
      400,
      'invalid_request',
      `The rows name ${botIds.length} further bots; an account has at most ${mostBots}.`,
    );
  }
  const linked = [...account.apps.values()]
    .filter((app) => seesAll(app, account))
    .map(({ clientId }) => clientId);
  await store.accounts.linkBots(account, linked, botIds);
  const bots = new Map(account.bots);
  for (const botId of botIds) {
    const bot = { botId, name: botId };
    await store.accounts.addBot({ ...account, bots }, bot).catch((error: unknown) => {
      // Another import has met it at the same time.
      if (!(error instanceof ConflictError)) throw error;
    });
    bots.set(botId, bot);
  }
}

/** Whether a builder app has every bot; it may have links to others too. */
const seesAll = (app: App, { bots }: Account): boolean =>
  app.kind === 'builder' && [...bots.keys()].every((botId) => app.bots.some((link) => link.botId === botId));
