/** A value as DynamoDB's JSON has it: one member, named by its type; binaries in base64. */
export interface AttributeValue {
  S?: string;
  N?: string;
  B?: string;
  BOOL?: boolean;
  NULL?: boolean;
  SS?: string[];
  NS?: string[];
  BS?: string[];
  L?: AttributeValue[];
  M?: Item;
}

export type Item = Record<string, AttributeValue>;

export type AttributeType = keyof AttributeValue;

const types = new Set<string>(['S', 'N', 'B', 'BOOL', 'NULL', 'SS', 'NS', 'BS', 'L', 'M']);

const isType = (name: string | undefined): name is AttributeType => name !== undefined && types.has(name);

/** The type of a value that was checked (see check-value.ts). */
export function typeOf(value: AttributeValue): AttributeType {
  for (const name in value) if (isType(name)) return name;
  throw new Error('A value without a type');
}

/** The attribute of that name, never what an object has by itself. */
export const attributeOf = (item: Item, name: string): AttributeValue | undefined =>
  Object.hasOwn(item, name) ? item[name] : undefined;

/** Sets an attribute, whatever it is called: "__proto__" is a name like others. */
export function setAttribute(item: Item, name: string, value: AttributeValue): void {
  if (name !== '__proto__') item[name] = value;
  else Object.defineProperty(item, name, { value, writable: true, enumerable: true, configurable: true });
}
