import * as z from 'zod';
import {
  importMessages as importRows,
  MessageImport,
} from '../../../domain/messages/rows/import-messages.ts';
import type { RejectedRow } from '../../../domain/rows/findings.ts';
import { type FoundRow, messageRows } from '../../../domain/rows/row-form.ts';
import { json } from '../../answer.ts';
import type { Body } from '../../body.ts';
import { defineCall } from '../../call.ts';
import { count } from '../../fields.ts';
import { checkStillCurrent } from '../../find-account.ts';
import { mostPerCall } from '../../generation.ts';
import { Problem } from '../../problem.ts';
import { rowsOf } from '../sessions/import.ts';

/** What a row needs; all else that it has is kept. */
const rowSchema = z.looseObject({ _id: z.string(), botId: z.string(), createdOn: z.string() });

/** The forms of an import; NDJSON is text to a schema. */
const importSchema = z.union([
  z.array(rowSchema),
  z.looseObject({ messages: z.array(rowSchema) }),
  z.string(),
]);

const rowsBody: Body<typeof importSchema, FoundRow[]> = {
  name: 'MessageImport',
  schema: importSchema,
  types: ['application/json', 'application/x-ndjson'],
  parts: { Message: rowSchema },
  read: (text) => {
    const rows = rowsOf(text, messageRows);
    if (rows.length <= mostPerCall) return rows;
    const detail = `The body holds ${rows.length} rows; a call takes ${mostPerCall}: send it in parts.`;
    throw new Problem(413, 'too_many_messages', detail);
  },
};

const place = { count: z.int().min(1).optional(), messageId: z.string().optional() };

const importedSchema = z.object({
  written: count,
  replaced: count,
  /** Once for each reason, with the first row that has it, and with how many rows where it is not one. */
  rejected: z.array(
    z.object({ index: count, reason: z.string(), line: z.int().min(2).optional(), ...place }),
  ),
  /** What was odd about rows that were taken, once for each kind; absent: nothing. */
  warnings: z
    .array(z.object({ code: z.string(), detail: z.string(), firstIndex: count, ...place }))
    .optional(),
  settled: z.boolean(),
  /** The time of one call was not enough: the rows from this one on, counted from 0, are to be sent again. */
  next: z.int().min(1).optional(),
});

export const importMessages = defineCall({
  method: 'post',
  path: '/accounts/{accountId}/messages',
  tag: 'messages',
  id: 'importMessages',
  summary:
    'Put messages in, each in place of one with its id, and all in place of made-up ones of their sessions',
  description:
    'Answers of getMessages (one, several, an array of them), rows (an array, NDJSON, one after the other) or a single row. Rows come back as they were; those without an id, a bot or a time are named, and the others kept. Their sessions need not be there.',
  body: rowsBody,
  answers: { 200: json('What became of the rows', 'ImportedMessages', importedSchema) },
  problems: { 409: ['data_replaced'], 413: ['too_many_messages'], 503: ['account_busy'] },
  run: async ({ account, body: rows, until }, dependencies) => {
    const options = { knowsBot: (botId: string): boolean => account.bots.has(botId) };
    const { messages, ...findings } = importRows(rows, options);
    const writer = await dependencies.store.messageWriter();
    const result = await writer.write(account, messages, until);
    await checkStillCurrent(dependencies, account);
    const { written, replaced, settled, stoppedAt } = result;
    const cut = stoppedAt === undefined ? undefined : cutAfter(rows, stoppedAt, options);
    const { rejected, warnings } = cut ?? findings;
    return {
      status: 200,
      body: {
        written,
        replaced,
        rejected: rejected.map(named),
        ...(warnings.length > 0 && { warnings: warnings.map(named) }),
        settled,
        ...(cut && { next: cut.next }),
      },
    };
  },
});

/** A finding that names a message. */
function named<F extends Pick<RejectedRow, 'sessionId'>>({ sessionId, ...finding }: F) {
  return { ...finding, ...(sessionId === undefined ? {} : { messageId: sessionId }) };
}

/** What is to be said of the rows up to the last of so many messages, and where the others begin. */
function cutAfter(
  rows: readonly FoundRow[],
  messages: number,
  options: ConstructorParameters<typeof MessageImport>[0],
) {
  const work = new MessageImport(options);
  let next = 0;
  for (let read = 0; read < messages; next++) {
    const row = rows[next];
    if (row && work.read(row)) read++;
  }
  return { ...work.findings(), next };
}
