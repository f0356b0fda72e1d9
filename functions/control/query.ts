import * as z from 'zod';
import { invalidRequest, Problem } from './problem.ts';

const nothing = z.strictObject({});

/**
 * Reads a query string by its schema: each parameter once, but for those that are lists. Without a schema any
 * parameter is refused: who sends a filter must not find that everything was removed.
 *
 * @throws Problem that names the parameters that are wrong
 */
export function readQuery({ searchParams }: URL, schema: z.ZodObject = nothing): unknown {
  const names = [...new Set(searchParams.keys())];
  const given = names.map((name) => {
    const values = searchParams.getAll(name);
    if (isList(schema.shape[name])) return [name, values];
    if (values.length > 1) throw givenTwice(name);
    return [name, values[0]];
  });
  const result = schema.safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  throw invalidRequest(result.error);
}

function isList(field: z.core.$ZodType | undefined): boolean {
  return field instanceof z.ZodOptional ? isList(field.unwrap()) : field instanceof z.ZodArray;
}

function givenTwice(name: string): Problem {
  return new Problem(400, 'invalid_request', `Not valid: ${name}.`, [
    { field: name, message: 'is given more than once' },
  ]);
}
