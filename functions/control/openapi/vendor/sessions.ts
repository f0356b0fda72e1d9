import * as z from 'zod';
import { idSchema } from '../../../domain/id-schema.ts';
import type { SessionRow } from '../../../domain/row.ts';
import { containmentTypes, sessionStatuses, sessionTypes } from '../../../domain/session.ts';
import { byIdSchema, byWindowSchema, containmentTypeSchema } from '../../../get-sessions/parse/schema.ts';
import { paths } from '../../../get-sessions/paths.ts';
import type { Components } from '../components.ts';
import type { JsonSchema } from '../json-schema.ts';
import { json } from '../media.ts';
import { pathParameter, queryParameter } from '../parameters.ts';
import { reason, refusals } from './refusals.ts';

const tagSchema = z.object({ value: z.string(), name: z.string(), altText: z.string().optional() });

const rowSchema = z.object({
  sessionId: z.string(),
  botId: z.string(),
  channel: z.string(),
  userId: z.string(),
  start_time: z.iso.datetime({ precision: 3 }),
  end_time: z.iso.datetime({ precision: 3 }),
  session_lang: z.array(z.string()),
  sessionType: z.enum(sessionTypes),
  isDeveloper: z.boolean(),
  sessionStatus: z.enum(sessionStatuses),
  tags: z.object({ userTags: z.array(tagSchema), sessionTags: z.array(tagSchema) }),
  noOfMessagesExchanged: z.int().min(0),
  noOfTasksExecuted: z.int().min(0),
  containmentType: z.enum(containmentTypes),
}) satisfies z.ZodType<SessionRow>;

const answerSchema = z.object({
  total: z.int().min(0),
  moreAvailable: z.boolean(),
  sessions: z.array(rowSchema),
  invalidSessions: z
    .array(z.string())
    .optional()
    .meta({ description: 'Only where sessionId was sent: the ids that no session of the bot has.' }),
});

const routes = [
  { path: paths.bot, id: 'getBotSessions', summary: 'Sessions of one bot' },
  {
    path: paths.stream,
    id: 'getStreamSessions',
    summary: 'The same, by the path that sibling APIs have',
  },
  { path: paths.account, id: 'getSessions', summary: 'Sessions of every bot of the account' },
];

/** The routes of getSessions, each as it stands under the document's `paths`. */
export function sessionPaths(components: Components): Record<string, JsonSchema> {
  const body = z.union([byIdSchema, byWindowSchema]);
  const request = json(components, 'GetSessionsRequest', body, 'input');
  components.ref('SessionRow', rowSchema, 'output');
  const answer = json(components, 'GetSessionsAnswer', answerSchema, 'output');
  return Object.fromEntries(
    routes.map(({ path, id, summary }) => {
      const isBotRoute = path.includes('{botId}');
      const operation = {
        operationId: id,
        tags: ['getSessions'],
        summary,
        description:
          'Newest start first. The window is at most seven days long; without one it is the seven days until now. An account can have faults and settings by which these routes answer otherwise.',
        security: [{ token: [] }],
        parameters: [
          ...(isBotRoute ? [pathParameter('botId', idSchema)] : []),
          queryParameter('containmentType', containmentTypeSchema),
          ...(isBotRoute ? [queryParameter('callId', z.string().min(1))] : []),
        ],
        requestBody: { required: false, content: request },
        responses: {
          200: {
            description: 'The page of sessions, and how many there are',
            headers: reason,
            content: answer,
          },
          ...refusals(components),
        },
      };
      return [path, { post: operation }];
    }),
  );
}
