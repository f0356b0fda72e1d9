import { invalidParameter, validationError } from './errors.ts';
import { afterPrefix, joinKey, keyPart } from './key-bytes.ts';
import type { KeyRange } from './storage/storage.ts';
import {
  type AttributeType,
  type AttributeValue,
  attributeOf,
  type Item,
  typeOf,
} from './values/attribute-value.ts';

export interface KeyAttribute {
  name: string;
  type: AttributeType;
}

export interface KeySchema {
  hash: KeyAttribute;
  range?: KeyAttribute;
}

export interface IndexSchema extends KeySchema {
  name: string;
  /** The attributes that it has; undefined for all of them. */
  attributes: ReadonlySet<string> | undefined;
}

/** How a table finds its items. */
export interface TableSchema extends KeySchema {
  name: string;
  indexes: readonly IndexSchema[];
}

// AWS: "Quotas", partition key and sort key length.
const largestHash = 2048;
const largestRange = 1024;

export const keyAttributes = ({ hash, range }: KeySchema): KeyAttribute[] => (range ? [hash, range] : [hash]);

/** Where the items of a table, or the entries of an index, begin. */
export const tablePrefix = (table: string): string => `i${joinKey(table)}`;
export const indexPrefix = (table: string, index: string): string => `x${joinKey(table, index)}`;

export const wholeRange = (prefix: string): KeyRange => ({ from: prefix, to: afterPrefix(prefix) });

function partOf(item: Item, { name }: KeyAttribute): string {
  const value = attributeOf(item, name);
  if (!value) throw new Error(`The key attribute ${name} is missing`);
  return keyPart(value);
}

/** The parts of an item's key; its attributes must have been checked. */
const keyParts = (schema: KeySchema, item: Item): string[] =>
  keyAttributes(schema).map((attribute) => partOf(item, attribute));

export const itemKey = (table: TableSchema, item: Item): string =>
  tablePrefix(table.name) + joinKey(...keyParts(table, item));

/** The key of an item's entry in an index; undefined where the item is not in it. */
export function indexKey(table: TableSchema, index: IndexSchema, item: Item): string | undefined {
  if (keyAttributes(index).some(({ name }) => !attributeOf(item, name))) return undefined;
  return indexPrefix(table.name, index.name) + joinKey(...keyParts(index, item), ...keyParts(table, item));
}

/** The key of a table's item.
 *
 * @throws ValidationException where it is not exactly the key
 */
export function checkKey(table: TableSchema, key: Item): Item {
  const attributes = keyAttributes(table);
  const matches =
    Object.keys(key).length === attributes.length &&
    attributes.every(({ name, type }) => attributeOf(key, name)?.[type] !== undefined);
  if (!matches) throw validationError('The provided key element does not match the schema');
  checkKeySizes(table, key);
  return key;
}

/** @throws ValidationException where an item's key, or what an index takes for one, is missing, empty or of another type */
export function checkItemKeys(table: TableSchema, item: Item): void {
  for (const { name, type } of keyAttributes(table)) {
    const value = attributeOf(item, name);
    if (!value) throw invalidParameter(`Missing the key ${name} in the item`);
    if (value[type] === undefined) {
      throw invalidParameter(`Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`);
    }
  }
  checkKeySizes(table, item);
  for (const index of table.indexes) checkIndexKeys(index, item);
}

function checkIndexKeys(index: IndexSchema, item: Item): void {
  for (const { name, type } of keyAttributes(index)) {
    const value = attributeOf(item, name);
    if (!value) continue;
    if (value[type] === undefined) {
      throw invalidParameter(
        `Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${index.name}`,
      );
    }
    if (value[type] === '') {
      throw validationError(
        `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty string value. IndexName: ${index.name}, IndexKey: ${name}`,
      );
    }
  }
  checkKeySizes(index, item);
}

function checkKeySizes({ hash, range }: KeySchema, item: Item): void {
  for (const { name, type } of range ? [hash, range] : [hash]) {
    const value = attributeOf(item, name);
    if (value?.[type] === '' && type !== 'N') {
      throw validationError(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
      );
    }
  }
  if (bytesOf(attributeOf(item, hash.name)) > largestHash) {
    throw invalidParameter('Size of hashkey has exceeded the maximum size limit of2048 bytes');
  }
  if (range && bytesOf(attributeOf(item, range.name)) > largestRange) {
    throw invalidParameter('Aggregated size of all range keys has exceeded the size limit of 1024 bytes');
  }
}

const bytesOf = (value: AttributeValue | undefined): number =>
  value?.S !== undefined ? Buffer.byteLength(value.S) : Buffer.byteLength(value?.B ?? '', 'base64');

/** The key attributes of an item, of the table and, where one is meant, of an index. */
export function keyOf(item: Item, table: TableSchema, index?: IndexSchema): Item {
  const key: Item = {};
  for (const { name } of [...keyAttributes(table), ...(index ? keyAttributes(index) : [])]) {
    const value = attributeOf(item, name);
    if (value) key[name] = value;
  }
  return key;
}
