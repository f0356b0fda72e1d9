import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Engine } from '../../infra/local/engine.ts';
import type { Command, Output } from '../store/intercept.ts';

type Marshalled = Parameters<typeof unmarshall>[0];
type Members = Record<string, unknown>;

/**
 * The client, with its calls taken to the embedded engine without the SDK's middleware, which takes more time than all
 * else of a call. What the engine refuses is asked again by the SDK: its errors and its repetitions stay what they are.
 */
export function directClient(
  client: DynamoDBDocumentClient,
  { clientConfig }: Engine,
): DynamoDBDocumentClient {
  const { requestHandler } = clientConfig;
  if (!requestHandler || !('handle' in requestHandler)) throw new Error('The engine is not in this process.');
  const handle = requestHandler.handle as (request: unknown) => Promise<{ response: HandlerResponse }>;
  const sendBySdk = client.send.bind(client) as unknown as (
    command: Command,
    options?: object,
  ) => Promise<Output>;
  const send = async (command: Command, options: object = {}): Promise<Output> => {
    const operation = operations[command.constructor.name];
    if (!operation || 'abortSignal' in options) return sendBySdk(command, options);
    const { response } = await handle({
      headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` },
      body: JSON.stringify(mapped(command.input, toEngine)),
    });
    if (response.statusCode !== 200) return sendBySdk(command, options);
    const text = response.body.toString();
    const answer = text.includes('{"B":') ? JSON.parse(text, fromBase64) : JSON.parse(text);
    return mapped(answer as Members, fromEngine);
  };
  const wrapped: DynamoDBDocumentClient = Object.create(client);
  return Object.assign(wrapped, { send });
}

const fromBase64 = (name: string, value: unknown): unknown =>
  name === 'B' && typeof value === 'string' ? new Uint8Array(Buffer.from(value, 'base64')) : value;

interface HandlerResponse {
  statusCode: number;
  body: Buffer;
}

/** By the class of the document client's command. */
const operations: Readonly<Record<string, string>> = {
  GetCommand: 'GetItem',
  PutCommand: 'PutItem',
  UpdateCommand: 'UpdateItem',
  DeleteCommand: 'DeleteItem',
  QueryCommand: 'Query',
  ScanCommand: 'Scan',
  BatchGetCommand: 'BatchGetItem',
  BatchWriteCommand: 'BatchWriteItem',
};

/** Members that are attributes by their names. */
const attributes = new Set([
  'Item',
  'Key',
  'Attributes',
  'ExclusiveStartKey',
  'LastEvaluatedKey',
  'ExpressionAttributeValues',
]);
/** Members that are lists of those. */
const lists = new Set(['Items', 'Keys']);
/** Members that have a table's name before its items, or before the parts of a batch that are its. */
const batches = new Set(['RequestItems', 'UnprocessedItems', 'UnprocessedKeys']);

const toEngine = (item: Members): Members =>
  bytesAsText(marshall(item, { removeUndefinedValues: true }) as Members);
const fromEngine = (item: Members): Members => unmarshall(item as Marshalled);

/** Attributes that were just made, with their bytes in base64, as JSON has them. */
function bytesAsText(attributes: Members): Members {
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
  for (const attribute of Object.values(attributes) as Members[]) {
    const { B, BS, L, M } = attribute as { B?: Uint8Array; BS?: Uint8Array[]; L?: Members; M?: Members };
    if (B) attribute['B'] = base64(B);
    else if (BS) attribute['BS'] = BS.map(base64);
    else if (L) bytesAsText(L);
    else if (M) bytesAsText(M);
  }
  return attributes;
}

/** The members of a call or an answer, with the attributes in them in the other form. */
function mapped(members: Members, convert: (item: Members) => Members): Members {
  const partOf = (part: unknown): unknown =>
    Array.isArray(part)
      ? part.map((write: Members) => mapObject(write, (_, of) => mapped(of as Members, convert)))
      : mapped(part as Members, convert);
  return mapObject(members, (name, value) => {
    if (value === undefined) return undefined;
    if (attributes.has(name)) return convert(value as Members);
    if (lists.has(name)) return (value as Members[]).map(convert);
    if (name === 'Responses')
      return mapObject(value as Members, (_, items) => (items as Members[]).map(convert));
    return batches.has(name) ? mapObject(value as Members, (_, part) => partOf(part)) : value;
  });
}

function mapObject(members: Members, convert: (name: string, value: unknown) => unknown): Members {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, convert(name, value)]));
}
