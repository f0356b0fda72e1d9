import * as z from 'zod';
import type { Direction, JsonSchema } from './json-schema.ts';
import { namedWithin } from './named.ts';

const prefix = '#/components/schemas/';

/** A schema by itself, as parameters have it. */
export function inlineSchema(schema: z.ZodType): JsonSchema {
  return withoutDialect(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
}

/** The named schemas of a document, so that each stands in it once. */
export class Components {
  readonly #registries = { input: z.registry<{ id: string }>(), output: z.registry<{ id: string }>() };
  readonly #names = new Map<string, z.ZodType>();

  /** The reference to a schema by its name, which is taken from now on. */
  ref(name: string, schema: z.ZodType, direction: Direction): { $ref: string } {
    const known = this.#names.get(name);
    if (known && known !== schema) throw new Error(`Two schemas are called ${name}.`);
    if (!known) this.#registries[direction].add(schema, { id: name });
    this.#names.set(name, schema);
    return { $ref: prefix + name };
  }

  build(): Record<string, JsonSchema> {
    const [input, output] = [this.#build('input'), this.#build('output')];
    const twice = Object.keys(input).find((name) => name in output);
    if (twice !== undefined) throw new Error(`What is sent and what is answered are both called ${twice}.`);
    const schemas = Object.entries({ ...input, ...output });
    return Object.fromEntries(schemas.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #build(io: Direction): Record<string, JsonSchema> {
    const { schemas } = z.toJSONSchema(this.#registries[io], {
      io,
      uri: (id) => prefix + id,
      unrepresentable: 'any',
    });
    const { __shared: _, ...named } = schemas as Record<string, JsonSchema>;
    // What Zod moves aside is a schema that refers to itself, and there is one such: any JSON.
    const text = JSON.stringify(named).replaceAll(/\{"\$ref":"[^"]*__shared#[^"]*"\}/g, '{}');
    const plain = Object.entries(JSON.parse(text) as Record<string, JsonSchema>);
    return namedWithin(Object.fromEntries(plain.map(([name, schema]) => [name, withoutDialect(schema)])), io);
  }
}

/** An OpenAPI 3.1 document names the dialect once, and an id would change what references are relative to. */
function withoutDialect({ $schema: _, $id: __, ...schema }: JsonSchema): JsonSchema {
  return schema;
}
