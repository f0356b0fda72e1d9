import packageJson from '../../../package.json' with { type: 'json' };
import { accountOperations } from './accounts.ts';
import { appOperations } from './apps.ts';
import { botOperations } from './bots.ts';
import { clockOperations } from './clock.ts';
import { Components, type Direction, type JsonSchema } from './components.ts';
import { faultOperations } from './faults.ts';
import type { Answer, Content, Operation } from './operation.ts';
import { pathParameters, queryParameters } from './parameters.ts';
import { problemResponse, problemsOf } from './problems.ts';
import { requestOperations } from './requests.ts';
import { serviceOperations } from './service.ts';
import { sessionOperations } from './sessions.ts';
import { snapshotOperations } from './snapshots.ts';
import { tokenOperations } from './tokens.ts';
import { vendorPaths } from './vendor.ts';

const resources = [
  serviceOperations,
  accountOperations,
  botOperations,
  appOperations,
  sessionOperations,
  snapshotOperations,
  clockOperations,
  faultOperations,
  requestOperations,
  tokenOperations,
];

/** Every route of the control API, as the document has it. */
export const operations = (): Operation[] => resources.flatMap((operationsOf) => operationsOf());

/** The OpenAPI 3.1 document of both APIs; made anew at each call. */
export function openApiDocument(controlPath: string): JsonSchema {
  const components = new Components();
  const paths: Record<string, JsonSchema> = vendorPaths(components);
  for (const operation of operations()) {
    const path = controlPath + operation.path;
    paths[path] = { ...paths[path], [operation.method]: operationObject(operation, components) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kore Sessions Emulator',
      version: packageJson.version,
      description: "Kore.ai's Sessions History API (getSessions) as a test system, and its control API.",
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: components.build(),
      securitySchemes: {
        token: {
          type: 'apiKey',
          in: 'header',
          name: 'auth',
          description: 'A JWT signed with an app\'s secret, without "Bearer".',
        },
        controlKey: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}

function operationObject(operation: Operation, components: Components): JsonSchema {
  const { id, tag, summary, description, open, path, query, body, answers } = operation;
  const parameters = [...pathParameters(path), ...queryParameters(query)];
  const responses = Object.entries(answers).map(([status, answer]) => [
    status,
    answerObject(answer, components),
  ]);
  const refusals = Object.entries(problemsOf(operation)).map(([status, codes]) => [
    status,
    problemResponse(Number(status), codes, components),
  ]);
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    security: open ? [] : [{ controlKey: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body
      ? {
          requestBody: {
            required: body.required === true,
            content: contentObject(body, 'input', components),
          },
        }
      : {}),
    responses: Object.fromEntries([...responses, ...refusals]),
  };
}

function answerObject({ description, content, headers }: Answer, components: Components): JsonSchema {
  return {
    description,
    ...(headers
      ? {
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, text]) => [
              name,
              { description: text, schema: { type: 'string' } },
            ]),
          ),
        }
      : {}),
    ...(content ? { content: contentObject(content, 'output', components) } : {}),
  };
}

function contentObject(
  { name, schema, types = ['application/json'], parts = {} }: Content,
  direction: Direction,
  components: Components,
): JsonSchema {
  for (const [part, its] of Object.entries(parts)) components.ref(part, its, direction);
  const reference = components.ref(name, schema, direction);
  return Object.fromEntries(types.map((type) => [type, { schema: reference }]));
}
