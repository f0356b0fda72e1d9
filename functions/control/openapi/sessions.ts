import * as z from 'zod';
import { sessionSchema } from '../../domain/session-schema.ts';
import { answer, type Operation } from './operation.ts';

/** The forms of an import; NDJSON is text to a schema. */
const importSchema = z.union([
  z.array(sessionSchema),
  z.looseObject({ sessions: z.array(sessionSchema) }),
  z.string(),
]);

const importedSchema = z.object({
  written: z.int().min(0),
  replaced: z.int().min(0),
  rejected: z.array(
    z.object({ index: z.int().min(0), sessionId: z.string().optional(), reason: z.string() }),
  ),
  settled: z.boolean(),
});

export const sessionOperations = (): Operation[] => [
  {
    method: 'post',
    path: '/accounts/{accountId}/sessions',
    tag: 'sessions',
    id: 'importSessions',
    summary: 'Put sessions in, each in place of one with its id',
    description: 'An array, an answer of getSessions, or NDJSON. Bad rows are named, and the others kept.',
    body: {
      name: 'SessionImport',
      schema: importSchema,
      types: ['application/json', 'application/x-ndjson'],
      parts: { Session: sessionSchema },
    },
    answers: { 200: answer('What became of the rows', 'ImportedSessions', importedSchema) },
  },
];
