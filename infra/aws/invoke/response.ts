import * as z from 'zod';

const resultSchema = z.object({
  statusCode: z.int(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(z.union([z.string(), z.number(), z.boolean()]))).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

const bodyless = new Set([204, 304]);

/** The answer of API Gateway where a function gives none. */
export function gatewayAnswer(status: number, message: string): Response {
  return Response.json({ message }, { status });
}

/**
 * The response that API Gateway would make of what a function gave.
 *
 * @param payload JSON
 */
export function responseOf(payload: string, method: string): Response {
  const parsed = resultSchema.safeParse(JSON.parse(payload));
  if (!parsed.success) return gatewayAnswer(502, 'The function gave no answer.');
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = parsed.data;
  const all = new Headers();
  for (const [name, value] of Object.entries(headers ?? {})) all.set(name, String(value));
  for (const [name, values] of Object.entries(multiValueHeaders ?? {})) {
    all.delete(name);
    for (const value of values) all.append(name, String(value));
  }
  const bytes = Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8');
  const hasBody = method !== 'HEAD' && !bodyless.has(statusCode);
  return new Response(hasBody ? bytes : null, { status: statusCode, headers: all });
}
