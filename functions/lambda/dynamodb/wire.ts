import { fromAttributeValues, toAttributeValues } from './attribute-values.ts';

type Members = Readonly<Record<string, unknown>>;
type Convert = (attributes: Record<string, never>) => unknown;

/** Members of calls and answers that are attributes by name, and those that are lists of such. */
const attributes = new Set([
  'Attributes',
  'ExclusiveStartKey',
  'ExpressionAttributeValues',
  'Item',
  'Key',
  'LastEvaluatedKey',
]);
const listsOfAttributes = new Set(['Items', 'Keys']);

function converted(value: unknown, convert: Convert): unknown {
  if (Array.isArray(value)) return value.map((entry) => converted(entry, convert));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, convertedMember(name, member, convert)]),
  );
}

function convertedMember(name: string, member: unknown, convert: Convert): unknown {
  if (member === undefined || member === null) return member;
  if (attributes.has(name)) return convert(member as Record<string, never>);
  if (listsOfAttributes.has(name) && Array.isArray(member)) return member.map(convert);
  // Of BatchGetItem: the items of each table.
  if (name === 'Responses') {
    return Object.fromEntries(
      Object.entries(member).map(([table, items]) => [
        table,
        Array.isArray(items) ? items.map(convert) : items,
      ]),
    );
  }
  return converted(member, convert);
}

/** The body of a call, from its input with plain values in place of attributes'. */
export const toBody = (input: Members): string => JSON.stringify(converted(input, toAttributeValues));

/** The answer to a call, with plain values. */
export function fromBody(body: string): Members {
  return converted(JSON.parse(body), fromAttributeValues) as Members;
}
