import * as z from 'zod';
import { idSchema } from '../../domain/ids.ts';
import { rowSchema } from '../../domain/row.ts';
import { type VendorErrorName, vendorErrorNames, vendorErrors } from '../../domain/vendor-errors.ts';
import { byIdSchema, byWindowSchema, containmentTypeSchema } from '../../get-sessions/parse/schema.ts';
import { paths } from '../../get-sessions/paths.ts';
import { reasonHeader } from '../../vendor/reply.ts';
import type { Components, JsonSchema } from './components.ts';
import { pathParameter, queryParameter } from './parameters.ts';

const answerSchema = z.object({
  total: z.int().min(0),
  moreAvailable: z.boolean(),
  sessions: z.array(rowSchema),
  invalidSessions: z
    .array(z.string())
    .optional()
    .meta({ description: 'Only where sessionId was sent: the ids that no session of the bot has.' }),
});

const errorsSchema = z.object({
  errors: z.array(z.object({ msg: z.string(), code: z.int() })).length(1),
});

const reason = {
  [reasonHeader]: {
    description: "Why, in the emulator's own words: a stable code, a colon, a sentence.",
    schema: { type: 'string' },
  },
};

function refusals(components: Components): Record<string, JsonSchema> {
  const schema = components.ref('VendorErrors', errorsSchema, 'output');
  const statuses = new Set(vendorErrorNames.map((name) => vendorErrors[name].status));
  return Object.fromEntries(
    [...statuses].map((status) => {
      const names = vendorErrorNames.filter((name) => vendorErrors[name].status === status);
      return [
        String(status),
        {
          description: `Refused: ${names.join(', ')}`,
          headers: reason,
          content: { 'application/json': { schema, examples: Object.fromEntries(names.map(example)) } },
        },
      ];
    }),
  );
}

function example(name: VendorErrorName): [string, JsonSchema] {
  const { msg, code } = vendorErrors[name];
  return [name, { value: { errors: [{ msg, code }] } }];
}

const routes = [
  { path: paths.bot, id: 'getBotSessions', summary: 'Sessions of one bot' },
  {
    path: paths.stream,
    id: 'getStreamSessions',
    summary: 'The same, by the path that sibling APIs have',
  },
  { path: paths.account, id: 'getSessions', summary: 'Sessions of every bot of the account' },
];

/** The emulated routes, each as it stands under the document's `paths`. */
export function vendorPaths(components: Components): Record<string, JsonSchema> {
  const body = z.union([byIdSchema, byWindowSchema]);
  const bodyRef = components.ref('GetSessionsRequest', body, 'input');
  components.ref('SessionRow', rowSchema, 'output');
  const answerRef = components.ref('GetSessionsAnswer', answerSchema, 'output');
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
        requestBody: { required: false, content: { 'application/json': { schema: bodyRef } } },
        responses: {
          200: {
            description: 'The page of sessions, and how many there are',
            headers: reason,
            content: { 'application/json': { schema: answerRef } },
          },
          ...refusals(components),
        },
      };
      return [path, { post: operation }];
    }),
  );
}
