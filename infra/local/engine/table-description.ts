import { invalidParameter, notSupported, validationError } from './errors.ts';
import { joinKey } from './key-bytes.ts';
import {
  type Input,
  isObject,
  optionalText,
  refuse,
  requiredList,
  requiredObject,
  requiredText,
} from './parameters.ts';
import type { IndexSchema, KeySchema, TableSchema } from './schema.ts';
import type { AttributeType } from './values/attribute-value.ts';

interface KeyElement {
  AttributeName: string;
  KeyType: 'HASH' | 'RANGE';
}

interface IndexDescription {
  IndexName: string;
  KeySchema: KeyElement[];
  Projection: { ProjectionType: 'ALL' | 'KEYS_ONLY' | 'INCLUDE'; NonKeyAttributes?: string[] };
}

/** What is kept of a table: CreateTable's own terms. */
export interface TableDescription {
  TableName: string;
  AttributeDefinitions: { AttributeName: string; AttributeType: 'S' | 'N' | 'B' }[];
  KeySchema: KeyElement[];
  GlobalSecondaryIndexes: IndexDescription[];
  /** Unix seconds. */
  CreationDateTime: number;
}

export const tableRecordPrefix = 't';
export const tableRecordKey = (name: string): string => tableRecordPrefix + joinKey(name);

const namePattern = /^[a-zA-Z0-9_.-]{3,255}$/;

/** @throws ValidationException where it is not a name that DynamoDB takes */
function checkTableName(name: string): string {
  if (namePattern.test(name)) return name;
  throw validationError(
    `1 validation error detected: Value '${name}' at 'tableName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+, of 3 to 255 characters`,
  );
}

/**
 * Reads what a table is to be.
 *
 * @param now Unix ms
 * @throws ValidationException as DynamoDB does
 */
export function readTableDescription(input: Input, now: number): TableDescription {
  refuse(input, 'LocalSecondaryIndexes', 'StreamSpecification');
  const description: TableDescription = {
    TableName: checkTableName(requiredText(input, 'TableName')),
    AttributeDefinitions: objects(requiredList(input, 'AttributeDefinitions')).map((definition) => ({
      AttributeName: requiredText(definition, 'AttributeName'),
      AttributeType: scalarType(requiredText(definition, 'AttributeType')),
    })),
    KeySchema: readKeySchema(input),
    GlobalSecondaryIndexes: objects((input['GlobalSecondaryIndexes'] as unknown[] | undefined) ?? []).map(
      readIndex,
    ),
    CreationDateTime: now / 1000,
  };
  checkDefinitions(description);
  return description;
}

const objects = (values: readonly unknown[]): Input[] =>
  values.map((value) => {
    if (isObject(value)) return value;
    throw validationError('A list of objects holds something else');
  });

function scalarType(type: string): 'S' | 'N' | 'B' {
  if (type === 'S' || type === 'N' || type === 'B') return type;
  throw validationError(`Member must satisfy enum value set: [B, N, S]: ${type}`);
}

function readKeySchema(input: Input): KeyElement[] {
  const elements = objects(requiredList(input, 'KeySchema')).map((element) => ({
    AttributeName: requiredText(element, 'AttributeName'),
    KeyType: requiredText(element, 'KeyType'),
  }));
  const [hash, range] = elements;
  if (hash?.KeyType !== 'HASH' || (range && range.KeyType !== 'RANGE') || elements.length > 2) {
    throw validationError('Invalid KeySchema: one HASH key and at most one RANGE key, in this order');
  }
  return [
    { AttributeName: hash.AttributeName, KeyType: 'HASH' },
    ...(range ? [{ AttributeName: range.AttributeName, KeyType: 'RANGE' } as const] : []),
  ];
}

function readIndex(input: Input): IndexDescription {
  const projection = requiredObject(input, 'Projection');
  const type = optionalText(projection, 'ProjectionType') ?? 'ALL';
  if (type !== 'ALL' && type !== 'KEYS_ONLY' && type !== 'INCLUDE')
    throw notSupported(`ProjectionType ${type}`);
  const nonKeys = type === 'INCLUDE' ? requiredList(projection, 'NonKeyAttributes').map(String) : undefined;
  return {
    IndexName: checkTableName(requiredText(input, 'IndexName')),
    KeySchema: readKeySchema(input),
    Projection: { ProjectionType: type, ...(nonKeys && { NonKeyAttributes: nonKeys }) },
  };
}

function checkDefinitions({
  AttributeDefinitions,
  KeySchema,
  GlobalSecondaryIndexes,
}: TableDescription): void {
  const defined = AttributeDefinitions.map(({ AttributeName }) => AttributeName).sort();
  const elements = [KeySchema, ...GlobalSecondaryIndexes.map((index) => index.KeySchema)].flat();
  const used = [...new Set(elements.map(({ AttributeName }) => AttributeName))].sort();
  if (defined.join('\0') === used.join('\0')) return;
  throw invalidParameter(
    `Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions: Keys: [${used.join(', ')}] AttributeDefinitions: [${defined.join(', ')}]`,
  );
}

/** How the items of a table so described are found. */
export function schemaOf(description: TableDescription): TableSchema {
  const types = new Map(
    description.AttributeDefinitions.map(({ AttributeName, AttributeType }) => [
      AttributeName,
      AttributeType,
    ]),
  );
  const table = keySchemaOf(description.KeySchema, types);
  const keyNames = description.KeySchema.map(({ AttributeName }) => AttributeName);
  return {
    ...table,
    name: description.TableName,
    indexes: description.GlobalSecondaryIndexes.map((index) => indexSchemaOf(index, keyNames, types)),
  };
}

function indexSchemaOf(
  { IndexName, KeySchema, Projection }: IndexDescription,
  tableKeys: readonly string[],
  types: ReadonlyMap<string, AttributeType>,
): IndexSchema {
  const ownKeys = KeySchema.map(({ AttributeName }) => AttributeName);
  const attributes = new Set([...tableKeys, ...ownKeys, ...(Projection.NonKeyAttributes ?? [])]);
  return {
    ...keySchemaOf(KeySchema, types),
    name: IndexName,
    attributes: Projection.ProjectionType === 'ALL' ? undefined : attributes,
  };
}

function keySchemaOf(elements: readonly KeyElement[], types: ReadonlyMap<string, AttributeType>): KeySchema {
  const [hash, range] = elements.map(({ AttributeName }) => ({
    name: AttributeName,
    type: types.get(AttributeName) ?? 'S',
  }));
  if (!hash) throw new Error('A key schema without a hash key');
  return range ? { hash, range } : { hash };
}
