import * as z from 'zod';
import { idSchema } from '../../../domain/id-schema.ts';
import { messagesSchema } from '../../../get-messages/parse/schema.ts';
import { paths } from '../../../get-messages/paths.ts';
import type { Components } from '../components.ts';
import type { JsonSchema } from '../json-schema.ts';
import { json } from '../media.ts';
import { pathParameter, queryParameter } from '../parameters.ts';
import { reason, refusals } from './refusals.ts';

const tagsSchema = z.array(z.object({ value: z.string(), name: z.string() }));
const flag = z.union([z.literal(0), z.literal(1)]);
const instant = z.iso.datetime({ precision: 3 });

/** A made-up row; an imported one is as it was given. */
const rowSchema = z.object({
  _id: z.string(),
  botId: z.string(),
  orgId: z.string(),
  accountId: z.string(),
  type: z.enum(['incoming', 'outgoing']),
  status: z.string(),
  channels: z.array(z.object({ type: z.string(), channelUId: z.string().optional() })),
  components: z.array(
    z.object({
      _id: z.string(),
      cT: z.string(),
      data: z.object({ text: z.string() }),
      thumbnails: z.array(z.unknown()),
    }),
  ),
  createdBy: z.string(),
  lmodifiedBy: z.string(),
  createdOn: instant,
  lmodifiedOn: instant,
  __lModifiedOn__: instant,
  timestampValue: z.int(),
  sessionId: z.string(),
  chnl: z.string(),
  lang: z.string(),
  isBB: flag,
  isD: flag,
  ms: z.int(),
  sT: z.int(),
  __v: z.int(),
  resourceid: z.string(),
  tN: z.string().optional(),
  tags: z.object({
    messageTags: tagsSchema,
    userTags: tagsSchema,
    sessionTags: tagsSchema,
    altText: z.array(z.unknown()),
  }),
  traceId: z.string().optional(),
  author: z.object({ id: z.string(), type: z.string() }).optional(),
  conversationId: z.string().optional(),
  isA: z.boolean().optional(),
  latency: z.record(z.string(), z.int()).optional(),
});

/** Of a request with `callId`. */
const callRowSchema = z.object({ type: z.string(), text: z.string(), timestamp: instant });

const answerSchema = z.object({
  total: z.int().min(0),
  moreAvailable: z.boolean(),
  icon: z.string().optional(),
  messages: z.union([z.array(rowSchema), z.array(callRowSchema)]),
});

const routes = [
  { path: paths.botV2, id: 'BotMessagesV2', summary: 'Messages of one bot, up to 10,000 a page' },
  { path: paths.bot, id: 'BotMessages', summary: 'Messages of one bot, up to 100 a page' },
  { path: paths.stream, id: 'StreamMessages', summary: 'The same, by the path that clients have' },
  { path: paths.account, id: 'Messages', summary: 'Messages of every bot of the account' },
];

const inQuery = Object.entries(messagesSchema.shape).filter(([name]) => name !== 'tags');

/** The routes of getMessages, each as it stands under the document's `paths`. */
export function messagePaths(components: Components): Record<string, JsonSchema> {
  const request = json(components, 'GetMessagesRequest', messagesSchema, 'input');
  components.ref('MessageRow', rowSchema, 'output');
  const answer = json(components, 'GetMessagesAnswer', answerSchema, 'output');
  return Object.fromEntries(
    routes.map(({ path, id, summary }) => {
      const isBotRoute = path.includes('{botId}');
      const operation = {
        tags: ['getMessages'],
        summary,
        description:
          'A window and paging as those of getSessions, by the time of a message; fields may stand in the query string too. An account can have faults and settings by which these routes answer otherwise.',
        security: [{ token: [] }],
        parameters: [
          ...(isBotRoute ? [pathParameter('botId', idSchema)] : []),
          ...inQuery.map(([name, schema]) => queryParameter(name, schema)),
        ],
        responses: {
          200: {
            description: 'The page of messages, and how many there are',
            headers: reason,
            content: answer,
          },
          ...refusals(components),
        },
      };
      const requestBody = { required: false, content: request };
      const post = { operationId: `post${id}`, ...operation, requestBody };
      return [path, isBotRoute ? { post, get: { operationId: `get${id}`, ...operation } } : { post }];
    }),
  );
}
