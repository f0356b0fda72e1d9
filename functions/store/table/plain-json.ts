import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { convertToNative } from '@aws-sdk/util-dynamodb';

type Json = Record<string, unknown>;
/** An attribute as DynamoDB sends it: the letter of its type, and its value. */
type Attribute = Parameters<typeof convertToNative>[0];
type Attributes = Record<string, unknown>;
type ByTable<T> = Record<string, T>;

/** What a call answers, as far as it holds attributes. (AWS: DynamoDB's API.) */
interface Output {
  Item?: Attributes;
  Attributes?: Attributes;
  LastEvaluatedKey?: Attributes;
  Items?: Attributes[];
  Responses?: ByTable<Attributes[]>;
  UnprocessedKeys?: ByTable<{ Keys: Attributes[] }>;
  UnprocessedItems?: ByTable<Record<string, Record<string, Attributes>>[]>;
}

/** The part of a response of the SDK's that is read here. */
interface HttpAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: unknown;
}

interface Serializer {
  write: (schema: unknown, input: unknown) => void;
  flush: () => string | Uint8Array;
}
type Deserialize = (schema: never, context: Collecting, response: HttpAnswer) => Promise<object>;
interface Collecting {
  streamCollector: (body: unknown) => Promise<Uint8Array>;
}

/**
 * Has the calls of a document client written and their answers read as the JSON that they are. The SDK goes through each
 * by the schema of its call, copies answers, and then takes their attributes apart: most of the time of a large call, and
 * much of a first one. Refusals are left to it.
 */
export function inPlainJson({ config, middlewareStack }: DynamoDBClient): void {
  const protocol = config.protocol as unknown as { serializer: Serializer; deserializeResponse: Deserialize };
  protocol.serializer = plainSerializer(protocol.serializer);
  // What the SDK has for output while the answer itself waits here, out of sight of what would take it apart.
  const answers = new WeakMap<object, Json>();
  const readBySchema = protocol.deserializeResponse.bind(protocol);
  protocol.deserializeResponse = async (schema, context, response) => {
    const { statusCode, headers, body } = response;
    if (statusCode !== 200) return readBySchema(schema, context, response);
    const bytes = body instanceof Uint8Array ? body : await context.streamCollector(body);
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
    // Nothing at all, and null, are an answer without members to the SDK.
    answers.set(response, toPlain(JSON.parse(text || '{}') ?? {}));
    return { $metadata: { httpStatusCode: statusCode, requestId: headers['x-amzn-requestid'] } };
  };
  middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const answer = answers.get(result.response as object);
      return answer ? { ...result, output: Object.assign(result.output, answer) } : result;
    },
    { step: 'initialize', priority: 'high', name: 'plainJson' },
  );
}

/** Writes what is JSON already but for bytes, which are left to the SDK's. */
function plainSerializer(bySchema: Serializer): Serializer {
  let text: string | undefined;
  return {
    write: (schema, input) => {
      const json = JSON.stringify(input);
      text = /"BS?":[[{]/.test(json) ? undefined : json;
      if (text === undefined) bySchema.write(schema, input);
    },
    flush: () => text ?? bySchema.flush(),
  };
}

/** Takes the attributes apart, in their place: copies are what a large answer would take most of its time for. */
function toPlain(output: Output & Json): Json {
  const { Item, Attributes, LastEvaluatedKey, Items, Responses, UnprocessedKeys, UnprocessedItems } = output;
  for (const attributes of [Item, Attributes, LastEvaluatedKey]) if (attributes) convert(attributes);
  Items?.forEach(convert);
  for (const items of allOf(Responses)) items.forEach(convert);
  for (const { Keys } of allOf(UnprocessedKeys)) Keys.forEach(convert);
  for (const request of allOf(UnprocessedItems).flat()) {
    for (const content of Object.values(request)) Object.values(content).forEach(convert);
  }
  return output;
}

const allOf = <T>(tables: ByTable<T> = {}): T[] => Object.values(tables);

function convert(attributes: Attributes): void {
  for (const name in attributes) {
    const attribute = attributes[name] as Attribute;
    // Nearly all are texts, and a call for each of them is a millisecond of a cold start.
    attributes[name] = attribute.S ?? nativeOf(attribute);
  }
}

function nativeOf(attribute: Attribute): unknown {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.L) return attribute.L.map(nativeOf);
  if (attribute.M) {
    convert(attribute.M);
    return attribute.M;
  }
  // What the SDK has as bytes is sent as base64.
  if (attribute.B !== undefined) return Uint8Array.from(Buffer.from(String(attribute.B), 'base64'));
  return convertToNative(attribute);
}
