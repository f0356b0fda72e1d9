import * as z from 'zod';
import type { Call } from '../call.ts';
import type { ProblemCode } from '../problem.ts';
import type { Components } from './components.ts';
import type { JsonSchema } from './json-schema.ts';

const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** Stable: programs may look at it. */
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});

type Problems = Readonly<Record<number, readonly ProblemCode[]>>;

/** Every refusal a call knows: its own, and those that follow from its form. */
export function problemsOf({ open, path, query, body, problems = {} }: Call): Problems {
  const implied: Problems[] = [];
  if (!open)
    implied.push({
      401: ['unauthorized'],
      500: ['internal_error'],
      503: ['store_unavailable', 'deadline_exceeded'],
    });
  if (path.includes('{accountId}')) implied.push({ 404: ['account_not_found'] });
  if (query || body) implied.push({ 400: ['invalid_request'] });
  if (body) {
    implied.push({ 400: ['body_not_json'], 413: ['body_too_large'] });
    implied.push({ 415: ['encoding_not_supported', 'media_type_not_supported'] });
  }
  const merged: Record<string, ProblemCode[]> = {};
  for (const each of [...implied, problems]) {
    for (const [status, codes] of Object.entries(each)) {
      merged[status] = [...new Set([...(merged[status] ?? []), ...codes])];
    }
  }
  return merged;
}

const text = (description: string): JsonSchema => ({ description, schema: { type: 'string' } });

/** What responses of a status carry besides. */
const headersOf: Readonly<Record<number, JsonSchema>> = {
  401: { 'www-authenticate': text('Bearer: how to send the control key') },
  415: {
    accept: text('The media types that the call takes, where that of the body is wrong'),
    'accept-encoding': text('The content codings that it takes, where that of the body is wrong'),
  },
};

/** The response object of one status, its codes named. */
export function problemResponse(
  status: number,
  codes: readonly ProblemCode[],
  components: Components,
): JsonSchema {
  // By its name alone: of a schema for each status generators would make a class each.
  const schema = components.ref('Problem', problemSchema, 'output');
  const examples = codes.map((code) => [
    code,
    { value: { type: 'about:blank', title: code.replaceAll('_', ' '), status, code, detail: '…' } },
  ]);
  return {
    description: `Refused: ${codes.join(', ')}`,
    ...(headersOf[status] ? { headers: headersOf[status] } : {}),
    content: {
      'application/problem+json': {
        schema,
        ...(codes.length > 0 && { examples: Object.fromEntries(examples) }),
      },
    },
  };
}
