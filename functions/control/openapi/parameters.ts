import type * as z from 'zod';
import { idSchema } from '../../domain/id-schema.ts';
import { inlineSchema } from './components.ts';
import type { JsonSchema } from './json-schema.ts';

export function pathParameter(name: string, schema: z.ZodType = idSchema): JsonSchema {
  return { name, in: 'path', required: true, schema: inlineSchema(schema) };
}

export function queryParameter(name: string, schema: z.ZodType, required = false): JsonSchema {
  return { name, in: 'query', required, schema: inlineSchema(schema) };
}

/** The parameters of a path, as `{accountId}` in it names them. */
export function pathParameters(path: string): JsonSchema[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => pathParameter(name));
}

/** The parameters of a query string, as its schema has them. */
export function queryParameters(query: z.ZodObject | undefined): JsonSchema[] {
  return Object.entries(query?.shape ?? {}).map(([name, schema]) =>
    queryParameter(name, schema as z.ZodType, !(schema as z.ZodType).safeParse(undefined).success),
  );
}
