/** A value of an attribute as DynamoDB's JSON has it: one member, which names the type. */
export type AttributeValue = Readonly<Record<string, unknown>>;

type Attributes = Readonly<Record<string, unknown>>;

function numberText(value: number): string {
  if (Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return String(value);
  throw new RangeError(`${value} is not a number that DynamoDB and JavaScript both have.`);
}

/** @throws TypeError for what no attribute can be */
export function toAttributeValue(value: unknown): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'number') return { N: numberText(value) };
  if (typeof value === 'boolean') return { BOOL: value };
  if (value instanceof Uint8Array) return { B: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return { L: value.filter((entry) => entry !== undefined).map(toAttributeValue) };
  if (isPlain(value)) return { M: toAttributeValues(value) };
  throw new TypeError(`An attribute cannot be a ${typeof value}, nor an object of a class.`);
}

function isPlain(value: unknown): value is Attributes {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Attributes by name; those that are undefined are left out. */
export function toAttributeValues(attributes: Attributes): Record<string, AttributeValue> {
  const values: Record<string, AttributeValue> = {};
  for (const name in attributes) {
    const value = attributes[name];
    if (value !== undefined) values[name] = toAttributeValue(value);
  }
  return values;
}

/** @throws TypeError for a type that the store never writes */
export function fromAttributeValue(value: AttributeValue): unknown {
  const { S } = value;
  // Nearly all are.
  if (S !== undefined) return S;
  for (const type in value) return fromTyped(type, value[type]);
  throw new TypeError('An attribute has no type.');
}

function fromTyped(type: string, value: unknown): unknown {
  if (type === 'N') return Number(value);
  if (type === 'BOOL') return value;
  if (type === 'NULL') return null;
  if (type === 'B') return Buffer.from(String(value), 'base64');
  if (type === 'L' && Array.isArray(value)) return value.map(fromAttributeValue);
  if (type === 'M') return fromAttributeValues(value as Record<string, AttributeValue>);
  throw new TypeError(`An attribute has the type ${type}, which is not known here.`);
}

/** Attributes by name: in the object that is given, as a page has thousands of them. */
export function fromAttributeValues(values: Record<string, AttributeValue>): Record<string, unknown> {
  const attributes: Record<string, unknown> = values;
  for (const name in values) {
    const value = values[name];
    if (value !== undefined) attributes[name] = fromAttributeValue(value);
  }
  return attributes;
}
