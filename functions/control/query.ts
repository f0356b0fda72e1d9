import type * as z from 'zod';
import { invalidRequest, Problem } from './problem.ts';

/**
 * Reads a query string by its schema, each parameter once.
 *
 * @throws Problem that names the parameters that are wrong
 */
export function readQuery<S extends z.ZodType>(url: string, schema: S): z.output<S> {
  const { searchParams } = new URL(url);
  const names = [...searchParams.keys()];
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) {
    throw new Problem(400, 'invalid_request', `Not valid: ${twice}.`, [
      { field: twice, message: 'is given more than once' },
    ]);
  }
  const result = schema.safeParse(Object.fromEntries(searchParams));
  if (result.success) return result.data;
  throw invalidRequest(result.error);
}
