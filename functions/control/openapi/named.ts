import type { Direction, JsonSchema } from './json-schema.ts';

type Schemas = Record<string, JsonSchema>;

const prefix = '#/components/schemas/';
const widest = 9007199254740991;

/**
 * The same schemas in a form that generators of clients make good code of: what is within a schema and is an object of
 * its own or a union has a name, and each form of words is the one that all of them know.
 *
 * @param direction of what is sent, a default is told in words: tools take a field with a default for a required one
 */
export function namedWithin(schemas: Schemas, direction: Direction): Schemas {
  const naming = new Naming(schemas, direction);
  for (const [name, schema] of Object.entries(schemas)) naming.replace(name, schema);
  return naming.schemas;
}

class Naming {
  readonly schemas: Schemas = {};
  /** Names by the text of what they stand for, so that what recurs has one. */
  readonly #known = new Map<string, string>();
  readonly #taken: Set<string>;
  readonly #direction: Direction;

  constructor(schemas: Schemas, direction: Direction) {
    this.#taken = new Set(Object.keys(schemas));
    this.#direction = direction;
  }

  replace(name: string, schema: JsonSchema): void {
    this.schemas[name] = this.#plain(schema, name);
  }

  /** A schema that stands within another: by its name where it needs one. */
  #within(schema: JsonSchema, name: string): JsonSchema {
    const plain = this.#plain(schema, name);
    if (!needsName(plain)) return plain;
    const { description, ...rest } = plain;
    const text = JSON.stringify(rest);
    const known = this.#known.get(text) ?? this.#free(name);
    this.#known.set(text, known);
    this.schemas[known] ??= rest;
    return { $ref: prefix + known, ...(description === undefined ? {} : { description }) };
  }

  #free(name: string): string {
    let free = name;
    for (let number = 2; this.#taken.has(free); number++) free = `${name}${number}`;
    this.#taken.add(free);
    return free;
  }

  #plain(schema: JsonSchema, name: string): JsonSchema {
    const plain = this.#withoutOddities(schema);
    const { properties, items, additionalProperties, anyOf, oneOf } = plain;
    if (isObject(properties)) {
      plain['properties'] = Object.fromEntries(
        Object.entries(properties).map(([key, value]) => [
          key,
          this.#within(asSchema(value), name + pascal(key)),
        ]),
      );
    }
    if (isObject(items)) plain['items'] = this.#within(items, singular(name));
    if (isObject(additionalProperties)) {
      plain['additionalProperties'] =
        Object.keys(additionalProperties).length === 0
          ? true
          : this.#within(additionalProperties, `${name}Value`);
    }
    for (const [word, variants] of [
      ['anyOf', anyOf],
      ['oneOf', oneOf],
    ] as const) {
      if (Array.isArray(variants)) Object.assign(plain, this.#union(word, variants.map(asSchema), name));
    }
    return plain;
  }

  #union(word: string, variants: JsonSchema[], name: string): JsonSchema {
    const others = variants.filter(({ type }) => type !== 'null');
    const [only] = others;
    if (others.length < variants.length && others.length === 1 && only && typeof only['type'] === 'string') {
      const { type, enum: values, ...rest } = this.#plain(only, name);
      if (!('properties' in rest) && !('additionalProperties' in rest)) {
        const all = Array.isArray(values) ? { enum: [...values, null] } : {};
        return { [word]: undefined, ...rest, type: [type, 'null'], ...all };
      }
    }
    const named = variants.map((variant, index) => this.#within(variant, name + variantName(variant, index)));
    const discriminator = word === 'oneOf' ? discriminatorOf(variants, named) : undefined;
    return { [word]: named, ...(discriminator && { discriminator }) };
  }

  #withoutOddities(schema: JsonSchema): JsonSchema {
    const { const: only, default: fallback, propertyNames, ...rest } = schema;
    // Of the words for a flag that can only be set, generators make code that does not compile.
    if (typeof only === 'boolean') rest['description'] ??= `Only ${only}.`;
    else if (only !== undefined) rest['enum'] = [only];
    // A record whose names are known is an object with these members.
    const names = isObject(propertyNames) ? propertyNames['enum'] : undefined;
    if (Array.isArray(names)) {
      rest['properties'] = Object.fromEntries(names.map((name) => [name, rest['additionalProperties']]));
      rest['additionalProperties'] = false;
    }
    if (rest['minimum'] === -widest) delete rest['minimum'];
    if (rest['maximum'] === widest) delete rest['maximum'];
    if (Array.isArray(rest['type']) && !rest['type'].includes('null')) {
      const { type, ...others } = rest;
      return { anyOf: (type as string[]).map((each) => ({ type: each, ...fitting(each, others) })) };
    }
    if (fallback === undefined) return rest;
    if (this.#direction === 'output') return { ...rest, default: fallback };
    const told = `Left out: ${JSON.stringify(fallback)}.`;
    return { ...rest, description: [rest['description'], told].filter(Boolean).join(' ') };
  }
}

/** What of the words for several types is for one of them. */
function fitting(type: string, { minimum, maximum, pattern, minLength, maxLength }: JsonSchema): JsonSchema {
  const words = type === 'string' ? { pattern, minLength, maxLength } : { minimum, maximum };
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
}

/** A list of words is a type of its own too; a single one tells variants apart. */
const needsName = ({ properties, anyOf, oneOf, enum: words }: JsonSchema): boolean =>
  properties !== undefined ||
  anyOf !== undefined ||
  oneOf !== undefined ||
  (Array.isArray(words) && words.length > 1 && !words.includes(null));

const isObject = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asSchema = (value: unknown): JsonSchema => (isObject(value) ? value : {});

const pascal = (name: string): string =>
  name.replace(/(?:^|[^A-Za-z\d]+)([A-Za-z\d])/g, (_, letter: string) => letter.toUpperCase());

const singular = (name: string): string =>
  /[^s]s$/.test(name) ? name.slice(0, -1).replace(/ie$/, 'y') : `${name}Item`;

/** The value of a member that tells variants apart, else the member that they cannot be without, else their type. */
function variantName(variant: JsonSchema, index: number): string {
  const tag = tagOf(variant);
  if (tag) return pascal(tag.value);
  const { required, type } = variant;
  if (Array.isArray(required) && typeof required[0] === 'string') return pascal(required[0]);
  return typeof type === 'string' && type !== 'object' ? pascal(type) : `Option${index + 1}`;
}

function tagOf({ properties }: JsonSchema): { name: string; value: string } | undefined {
  for (const [name, value] of Object.entries(asSchema(properties))) {
    const { const: only } = asSchema(value);
    if (typeof only === 'string') return { name, value: only };
  }
  return undefined;
}

function discriminatorOf(
  variants: readonly JsonSchema[],
  named: readonly JsonSchema[],
): JsonSchema | undefined {
  const tags = variants.map(tagOf);
  const [first] = tags;
  if (!first || !tags.every((tag) => tag?.name === first.name)) return undefined;
  const mapping = tags.map((tag, index) => [tag?.value, named[index]?.['$ref']]);
  return { propertyName: first.name, mapping: Object.fromEntries(mapping) };
}
