import { invalidParameter, serializationError, validationError } from '../errors.ts';
import { type AttributeType, type AttributeValue, type Item, setAttribute } from './attribute-value.ts';
import { normalNumber } from './decimal.ts';

const deepest = 32;

/**
 * An item of a request, with numbers in their one form.
 *
 * @throws ValidationException or SerializationException where DynamoDB would not take it
 */
export function checkItem(given: unknown, depth = 0): Item {
  if (!isObject(given)) throw serializationError('An item or key must be an object');
  const item: Item = {};
  for (const [name, value] of Object.entries(given)) {
    if (name === '') throw invalidParameter('An attribute name must not be empty');
    setAttribute(item, name, checkValue(value, depth));
  }
  return item;
}

/** A value of a request, checked as its item is. */
export function checkValue(given: unknown, depth = 0): AttributeValue {
  if (!isObject(given)) throw serializationError('An attribute value must be an object');
  const members = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  const [first] = members;
  if (!first || members.length > 1) {
    throw validationError(
      members.length > 1
        ? 'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes'
        : 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    );
  }
  const [type, value] = first;
  const check = checks[type as AttributeType];
  if (!check || !Object.hasOwn(checks, type)) {
    throw validationError(
      'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
    );
  }
  return check(value, depth);
}

const checks: Record<AttributeType, (value: unknown, depth: number) => AttributeValue> = {
  S: (value) => ({ S: text(value) }),
  N: (value) => ({ N: normalNumber(text(value)) }),
  B: (value) => ({ B: base64(value) }),
  BOOL: (value) => {
    if (typeof value !== 'boolean') throw serializationError('BOOL must be true or false');
    return { BOOL: value };
  },
  NULL: (value) => {
    if (value !== true) throw invalidParameter('Null attribute value types must have the value of true');
    return { NULL: true };
  },
  SS: (value) => ({ SS: distinct(list(value).map(text), 'string') }),
  NS: (value) => ({
    NS: distinct(
      list(value).map((number) => normalNumber(text(number))),
      'number',
    ),
  }),
  BS: (value) => ({ BS: distinct(list(value).map(base64), 'binary') }),
  L: (value, depth) => ({ L: list(value).map((member) => checkValue(member, deeper(depth))) }),
  M: (value, depth) => ({ M: checkItem(value, deeper(depth)) }),
};

function deeper(depth: number): number {
  if (depth + 1 > deepest) throw validationError('Nesting Levels have exceeded supported limits');
  return depth + 1;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  throw serializationError('Strings and numbers must be given as strings');
}

function base64(value: unknown): string {
  const given = text(value);
  if (given.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(given)) return given;
  throw serializationError('Binaries must be given in base64');
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw serializationError('Lists and sets must be given as arrays');
}

function distinct(members: string[], kind: string): string[] {
  if (members.length === 0) throw invalidParameter(`An ${kind} set may not be empty`);
  if (new Set(members).size === members.length) return members;
  throw invalidParameter(`Input collection [${members.join(', ')}] contains duplicates.`);
}
