import * as z from 'zod';
import { idSchema } from '../../domain/ids.ts';
import { sessionSchema } from '../../domain/session-schema.ts';
import { deleteQuerySchema } from '../delete-sessions.ts';
import { exportQuerySchema } from '../export-sessions.ts';
import { generationSchema, scenarioSchema } from '../generation.ts';
import { importQuerySchema } from '../import-sessions.ts';
import { answer, type Operation } from './operation.ts';
import { truthSchema } from './truth.ts';

/** The forms of an import; NDJSON is text to a schema. */
const importSchema = z.union([
  z.array(sessionSchema),
  z.looseObject({ sessions: z.array(sessionSchema) }),
  z.string(),
]);

const importedSchema = z.object({
  written: z.int().min(0),
  replaced: z.int().min(0),
  /** Once for each reason, with the first row that has it. */
  rejected: z.array(
    z.object({
      index: z.int().min(0),
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
        firstIndex: z.int().min(0),
        sessionId: z.string().optional(),
      }),
    )
    .optional(),
  /** Bots of the rows that were added to the account. */
  addedBots: z.array(z.string()).optional(),
  settled: z.boolean(),
});

const generatedSchema = z.object({
  written: z.int().min(0),
  replaced: z.int().min(0),
  settled: z.boolean(),
  total: z.int().min(0),
  /** The `offset` of the next part, where there is one. */
  next: z.int().optional(),
  truth: truthSchema,
  /** Every argument with its value: given again, they make the same sessions. */
  arguments: z.looseObject({ seed: z.union([z.string(), z.int()]), from: z.int(), to: z.int() }),
});

const deletedSchema = z.object({
  deleted: z.int().min(0),
  settled: z.boolean(),
  /** The time of one call was not enough: call again. */
  more: z.literal(true).optional(),
});

export const sessionOperations = (): Operation[] => [
  {
    method: 'post',
    path: '/accounts/{accountId}/sessions',
    tag: 'sessions',
    id: 'importSessions',
    summary: 'Put sessions in, each in place of one with its id',
    description:
      'Answers of getSessions (one, several, an array of them), rows (an array, NDJSON, one after the other) or a single row. Rows come back as they were; those without an id, a bot or a start are named, and the others kept.',
    query: importQuerySchema,
    body: {
      name: 'SessionImport',
      schema: importSchema,
      types: ['application/json', 'application/x-ndjson'],
      parts: { Session: sessionSchema },
    },
    answers: { 200: answer('What became of the rows', 'ImportedSessions', importedSchema) },
    problems: { 409: ['data_replaced'], 413: ['too_many_sessions'], 503: ['account_busy'] },
  },
  {
    method: 'post',
    path: '/accounts/{accountId}/sessions/generate',
    tag: 'sessions',
    id: 'generateSessions',
    summary: 'Make sessions up: the same arguments, the same sessions',
    description:
      'The answer tells what is true of the sessions up to the last one written; more than one call may write come in parts, by offset and limit.',
    body: { name: 'Generation', schema: z.union([generationSchema, scenarioSchema]) },
    answers: { 200: answer('What was made', 'GeneratedSessions', generatedSchema) },
    problems: { 400: ['too_many_sessions'], 409: ['data_replaced'], 503: ['account_busy'] },
  },
  {
    method: 'get',
    path: '/accounts/{accountId}/sessions',
    tag: 'sessions',
    id: 'exportSessions',
    summary: 'Give sessions out as NDJSON that imports again to the same answers',
    query: exportQuerySchema,
    answers: {
      200: {
        description: 'A page of sessions, one a line',
        headers: { link: 'The next page as rel="next", where there is one' },
        content: { name: 'SessionExport', schema: z.string(), types: ['application/x-ndjson'] },
      },
    },
    problems: { 409: ['cursor_outdated'] },
  },
  {
    method: 'delete',
    path: '/accounts/{accountId}/sessions',
    tag: 'sessions',
    id: 'deleteSessions',
    summary: 'Remove sessions: all, or those that pass every filter',
    query: deleteQuerySchema.extend({ sessionId: z.array(idSchema).max(1000).optional() }),
    answers: { 200: answer('How many were removed', 'DeletedSessions', deletedSchema) },
    problems: { 409: ['data_replaced'], 503: ['account_busy'] },
  },
];
