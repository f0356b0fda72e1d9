import * as z from 'zod';
import { routeKinds } from '../../../domain/faults.ts';
import { explain } from '../../../vendor/explain.ts';
import { json } from '../../answer.ts';
import { jsonBody } from '../../body.ts';
import { defineCall } from '../../call.ts';
import { count } from '../../fields.ts';
import { appNotFound, invalidField } from '../../problem.ts';
import { narrowingSchema } from './entries.ts';

const supposedSchema = z.strictObject({
  /** As the journal has it; the first when left out. */
  api: z.string().optional(),
  route: z.enum(routeKinds).default('bot'),
  method: z.enum(['POST', 'GET']).default('POST'),
  /** Of the route of a bot. */
  botId: z.string().max(256).optional(),
  /** Who asks; somebody who may ask for everything when left out. */
  clientId: z.string().max(256).optional(),
  /** With or without its question mark. */
  query: z.string().max(8_192).default(''),
  /** Any JSON; none when left out. */
  body: z.unknown().optional(),
  /** Whether the answer itself is wanted too. */
  withAnswer: z.boolean().default(false),
});

const explanationSchema = z.object({
  status: z.int(),
  reason: z.object({ code: z.string(), text: z.string() }).optional(),
  errors: z.array(z.object({ msg: z.string(), code: z.int() })).optional(),
  total: count.optional(),
  returned: count.optional(),
  unread: z.array(z.string()),
  narrowing: narrowingSchema.optional(),
  answer: z
    .unknown()
    .optional()
    .meta({ description: 'The body that would be answered, where withAnswer asks for it.' }),
});

export const explainRequest = defineCall({
  method: 'post',
  path: '/accounts/{accountId}/explain',
  tag: 'requests',
  id: 'explainRequest',
  summary: 'Why a request finds what it finds, or what it would be refused for',
  description:
    'With withAnswer, what it would be answered as well. Looks at no token, fault or limit, and is not in the journal.',
  body: jsonBody('SupposedRequest', supposedSchema),
  answers: { 200: json('What it would come to', 'Explanation', explanationSchema) },
  problems: { 404: ['app_not_found'] },
  run: async ({ account, body: supposed }, { apis, time }) => {
    const { api: name, route: kind, method, botId, clientId, query } = supposed;
    const api = name === undefined ? apis[0] : apis.find((each) => each.name === name);
    if (!api) throw invalidField('api', `must be one of ${apis.map((each) => each.name).join(', ')}`);
    const routes = api.routes.filter(({ path }) => path.includes('{botId}') === (kind === 'bot'));
    if (routes.length === 0)
      throw invalidField(
        'route',
        `${api.name} has no such route: its routes are ${api.routes.map(({ path }) => path).join(', ')}`,
      );
    const methods = routes.flatMap((route) => route.methods ?? api.methods);
    if (!methods.includes(method))
      throw invalidField(
        'method',
        `${api.name} takes ${[...new Set(methods)].join(' or ')} there, not ${method}`,
      );
    if (kind === 'bot' && botId === undefined)
      throw invalidField('botId', 'is needed for the route of a bot');
    if (kind === 'account' && botId !== undefined)
      throw invalidField('botId', 'is not for the account route');
    const app = clientId === undefined ? undefined : account.apps.get(clientId);
    if (clientId !== undefined && !app) throw appNotFound(account.accountId);
    const body = supposed.body === undefined ? '' : JSON.stringify(supposed.body);
    const parameters = new URLSearchParams(query);
    const asked = { kind, method, botId, app, parameters, body: new TextEncoder().encode(body) };
    const { body: answer, ...explanation } = await explain(api, account, asked, time.now());
    const wanted = supposed.withAnswer && answer !== undefined;
    return { status: 200, body: { ...explanation, ...(wanted ? { answer: JSON.parse(answer) } : {}) } };
  },
});
