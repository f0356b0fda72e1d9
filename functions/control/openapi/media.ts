import type * as z from 'zod';
import type { Components } from './components.ts';
import { answerExamples } from './examples/answers.ts';
import { requestExamples } from './examples/requests.ts';
import type { Direction, JsonSchema } from './json-schema.ts';

interface Named {
  /** Of the schema. */
  name: string;
  reference: JsonSchema;
  direction: Direction;
}

/** A body by its media types: its schema, and an example. */
export function mediaTypes(types: readonly string[], { name, reference, direction }: Named): JsonSchema {
  const value = (direction === 'input' ? requestExamples : answerExamples)[name];
  return Object.fromEntries(
    types.map((type) => [
      type,
      { schema: reference, ...(value === undefined ? {} : { example: exampleAs(type, value) }) },
    ]),
  );
}

/** Lines of JSON, where that is the type. */
function exampleAs(type: string, value: unknown): unknown {
  if (!type.endsWith('ndjson') || !Array.isArray(value)) return value;
  return value.map((each) => `${JSON.stringify(each)}\n`).join('');
}

/** The same of JSON, whose schema gets its name here. */
export function json(
  components: Components,
  name: string,
  schema: z.ZodType,
  direction: Direction,
): JsonSchema {
  return mediaTypes(['application/json'], {
    name,
    reference: components.ref(name, schema, direction),
    direction,
  });
}
