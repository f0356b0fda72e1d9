import { compile, type JSONSchema } from 'json-schema-to-typescript';
import * as z from 'zod';
import { calls } from '../../functions/control/calls.ts';

type Call = (typeof calls)[number];

const callOf = <Id extends Call['id']>(id: Id): Extract<Call, { id: Id }> => {
  const call = calls.find((each): each is Extract<Call, { id: Id }> => each.id === id);
  if (call) return call;
  throw new Error(`The control API has no call ${id}.`);
};

const toJson =
  (io: 'input' | 'output') =>
  (schema: z.ZodType | undefined): JSONSchema => {
    if (!schema) throw new Error('The call takes no body.');
    const options = { io, unrepresentable: 'any', target: 'draft-7' } as const;
    const { definitions: _, ...json } = z.toJSONSchema(schema, options) as JSONSchema;
    // What refers to itself is any JSON, the only such schema there is.
    return JSON.parse(JSON.stringify(json).replaceAll(/\{"\$ref":"[^"]+"\}/g, '{}')) as JSONSchema;
  };
const input = toJson('input');
const output = toJson('output');

/** The schema of a member, or of the elements of a list. */
function partOf(schema: JSONSchema, ...path: readonly string[]): JSONSchema {
  return path.reduce<JSONSchema>((at, name) => {
    const part = name === '[]' ? at.items : at.properties?.[name];
    if (typeof part !== 'object' || Array.isArray(part)) throw new Error(`There is no ${path.join('.')}.`);
    return part;
  }, schema);
}

const account = output(callOf('getAccount').answers[200].content.schema);
const rules = callOf('setFaults');
const generate = callOf('generateSessions');
const requests = output(callOf('getRequests').answers[200].content.schema);

/** By the names of `typescript/schemas.ts`. */
const schemas: Readonly<Record<string, JSONSchema>> = {
  NewAccount: input(callOf('createAccount').body?.schema),
  Account: account,
  Bot: partOf(account, 'bots', '[]'),
  App: partOf(account, 'apps', '[]'),
  Clock: output(callOf('getClock').answers[200].content.schema),
  ClockChange: input(callOf('setClock').body?.schema),
  FaultRule: partOf(output(rules.answers[200].content.schema), '[]'),
  NewFaultRule: partOf(input(rules.body?.schema), '[]'),
  Generation: input(generate.body?.schema),
  GroundTruth: partOf(output(generate.answers[200].content.schema), 'truth'),
  ImportedSessions: output(callOf('importSessions').answers[200].content.schema),
  JournalEntry: partOf(requests, 'requests', '[]'),
  Reset: input(callOf('resetAccount').body?.schema),
  Snapshot: output(callOf('keepSnapshot').answers[200].content.schema),
  TokenRequest: input(callOf('makeToken').body?.schema),
};

/** The declarations that stand in the package for `typescript/schemas.ts`. */
export async function schemaTypes(): Promise<string> {
  const parts: string[] = [];
  for (const [name, schema] of Object.entries(schemas)) {
    // Each in a namespace of its own, as what is named in several may differ.
    const { title: _, ...plain } = schema;
    parts.push(
      await compile({ ...plain, $id: name }, name, {
        bannerComment: '',
        additionalProperties: false,
        ignoreMinAndMaxItems: true,
      }),
    );
  }
  return parts.join('\n');
}
