import { notSupported, serializationError, validationError } from './errors.ts';

/** A request's body. */
export type Input = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function optionalText(input: Input, name: string): string | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw serializationError(`${name} must be a string`);
}

export function requiredText(input: Input, name: string): string {
  return optionalText(input, name) ?? missing(name);
}

export function flag(input: Input, name: string): boolean {
  const value = input[name] ?? false;
  if (typeof value === 'boolean') return value;
  throw serializationError(`${name} must be true or false`);
}

export function optionalObject(input: Input, name: string): Record<string, unknown> | undefined {
  const value = input[name] ?? undefined;
  if (value === undefined || isObject(value)) return value;
  throw serializationError(`${name} must be an object`);
}

export function requiredObject(input: Input, name: string): Record<string, unknown> {
  return optionalObject(input, name) ?? missing(name);
}

export function requiredList(input: Input, name: string): unknown[] {
  const value = input[name] ?? missing(name);
  if (Array.isArray(value)) return value;
  throw serializationError(`${name} must be an array`);
}

/** One of the words, the first one where nothing is said. */
export function choice<T extends string>(input: Input, name: string, words: readonly [T, ...T[]]): T {
  const given = optionalText(input, name);
  if (given === undefined) return words[0];
  const word = words.find((each) => each === given);
  if (word !== undefined) return word;
  throw validationError(
    `1 validation error detected: Value '${given}' at '${lowerFirst(name)}' failed to satisfy constraint: Member must satisfy enum value set: [${words.join(', ')}]`,
  );
}

/** @throws ValidationException for what DynamoDB takes and this engine does not */
export function refuse(input: Input, ...names: readonly string[]): void {
  const given = names.find((name) => input[name] !== undefined && input[name] !== null);
  if (given !== undefined) throw notSupported(given);
}

function missing(name: string): never {
  throw validationError(
    `1 validation error detected: Value null at '${lowerFirst(name)}' failed to satisfy constraint: Member must not be null`,
  );
}

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
