import { license, version } from '../../domain/project.ts';
import type { AnswerDescription } from '../answer.ts';
import type { Call } from '../call.ts';
import { Components } from './components.ts';
import type { Direction, JsonSchema } from './json-schema.ts';
import { mediaTypes } from './media.ts';
import { pathParameters, queryParameters } from './parameters.ts';
import { problemResponse, problemsOf } from './problems.ts';
import { messagePaths } from './vendor/messages.ts';
import { sessionPaths } from './vendor/sessions.ts';

/**
 * The OpenAPI 3.1 document of both APIs; made anew at each call.
 *
 * @param controlPath what the paths of the calls are below
 * @param base URL of the emulator, where it is known
 */
export function openApiDocument(controlPath: string, calls: readonly Call[], base?: string) {
  const components = new Components();
  const paths: Record<string, JsonSchema> = {
    ...sessionPaths(components),
    ...messagePaths(components),
  };
  for (const call of calls) {
    const path = controlPath + call.path;
    paths[path] = { ...paths[path], [call.method]: operationObject(call, components) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Kore Sessions Emulator',
      version,
      license: { name: 'Apache License 2.0', identifier: license },
      description:
        "Kore.ai's Sessions History API (getSessions) and Conversation History API (getMessages) as a test system, and its control API. A method that a path of the control API does not have is refused with 405, the code method_not_allowed, and Allow, which names those it has.",
    },
    // The last is relative to where the document is, so that it holds behind a stage or a base path.
    servers: [...(base === undefined ? [] : [{ url: base }]), { url: '..' }],
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

function operationObject(call: Call, components: Components): JsonSchema {
  const { id, tag, summary, description, open, path, query, body, answers } = call;
  const parameters = [...pathParameters(path), ...queryParameters(query)];
  const responses = Object.entries(answers).map(([status, answer]) => [
    status,
    answerObject(answer, components),
  ]);
  const refusals = Object.entries(problemsOf(call)).map(([status, codes]) => [
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
    responses: Object.fromEntries([...responses, ...refusals, ...(open ? [misdirected(components)] : [])]),
  };
}

/** What anybody can meet who needs no key, of an emulator on this machine. */
function misdirected(components: Components): [string, JsonSchema] {
  const description = 'On a loopback address: the header Host names neither this machine nor an allowed name';
  return ['421', { ...problemResponse(421, [], components), description }];
}

function answerObject(
  { description, content, headers }: AnswerDescription,
  components: Components,
): JsonSchema {
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

type Content = Pick<NonNullable<Call['body']>, 'name' | 'schema' | 'types' | 'parts'>;

function contentObject(
  { name, schema, types, parts = {} }: Content,
  direction: Direction,
  components: Components,
): JsonSchema {
  for (const [part, its] of Object.entries(parts)) components.ref(part, its, direction);
  const reference = components.ref(name, schema, direction);
  return mediaTypes(types, { name, reference, direction });
}
