import { validationError } from '../errors.ts';
import { type Input, optionalObject } from '../parameters.ts';
import { type IndexSchema, keyAttributes, type TableSchema } from '../schema.ts';
import { attributeOf, type Item } from '../values/attribute-value.ts';
import { checkItem } from '../values/check-value.ts';

/**
 * Where a page begins: the key of the last item of the one before.
 *
 * @throws ValidationException where it is not a key of the table and, where one is read, of the index
 */
export function startKey(table: TableSchema, index: IndexSchema | undefined, input: Input): Item | undefined {
  const given = optionalObject(input, 'ExclusiveStartKey');
  if (!given) return undefined;
  const key = checkItem(given);
  const attributes = [...keyAttributes(table), ...(index ? keyAttributes(index) : [])];
  const names = new Set(attributes.map(({ name }) => name));
  const isWhole =
    Object.keys(key).length === names.size &&
    attributes.every(({ name, type }) => {
      const value = attributeOf(key, name)?.[type];
      return value !== undefined && value !== '';
    });
  if (isWhole) return key;
  throw validationError(
    'The provided starting key is invalid: The provided key element does not match the schema',
  );
}
