import { validationError } from '../errors.ts';
import type { AttributeValue } from '../values/attribute-value.ts';
import { checkValue } from '../values/check-value.ts';
import { reservedWords } from './reserved-words.ts';
import type { Tokens } from './tokens.ts';

/** What a request says its placeholders stand for. */
export interface Placeholders {
  ExpressionAttributeNames?: Record<string, string> | undefined;
  ExpressionAttributeValues?: Record<string, unknown> | undefined;
}

/** Puts names and values in the place of placeholders, and knows which were not used. */
export class Bindings {
  readonly #names: Map<string, string>;
  readonly #values: Map<string, AttributeValue>;
  readonly #unusedNames: Set<string>;
  readonly #unusedValues: Set<string>;

  /** @throws ValidationException for what DynamoDB would not take, used or not */
  constructor({ ExpressionAttributeNames, ExpressionAttributeValues }: Placeholders) {
    this.#names = new Map(
      Object.entries(checkedKeys('ExpressionAttributeNames', '#', ExpressionAttributeNames)),
    );
    const given = checkedKeys('ExpressionAttributeValues', ':', ExpressionAttributeValues);
    this.#values = new Map(Object.entries(given).map(([key, value]) => [key, checkValue(value)]));
    this.#unusedNames = new Set(this.#names.keys());
    this.#unusedValues = new Set(this.#values.keys());
  }

  /** The name that a token stands for: a placeholder's, or the word itself. */
  nameOf({ kind, text }: { kind: string; text: string }, tokens: Tokens): string {
    if (kind === 'word') {
      if (!reservedWords.has(text.toUpperCase())) return text;
      throw tokens.invalid(`Attribute name is a reserved keyword; reserved keyword: ${text}`);
    }
    const name = this.#names.get(text);
    if (name === undefined) {
      throw tokens.invalid(
        `An expression attribute name used in the document path is not defined; attribute name: ${text}`,
      );
    }
    this.#unusedNames.delete(text);
    return name;
  }

  valueOf(placeholder: string, tokens: Tokens): AttributeValue {
    const value = this.#values.get(placeholder);
    if (!value) {
      throw tokens.invalid(
        `An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
      );
    }
    this.#unusedValues.delete(placeholder);
    return value;
  }

  /** @throws ValidationException where a placeholder is used nowhere; to be called when all expressions are read */
  checkAllUsed(): void {
    checkNone('ExpressionAttributeNames', this.#unusedNames);
    checkNone('ExpressionAttributeValues', this.#unusedValues);
  }
}

function checkedKeys<T>(
  member: string,
  sign: string,
  given: Record<string, T> | undefined,
): Record<string, T> {
  if (given === undefined || given === null) return {};
  const keys = Object.keys(given);
  if (keys.length === 0) throw validationError(`${member} must not be empty`);
  const wrong = keys.find((key) => !(key.startsWith(sign) && /^.[0-9a-zA-Z_]+$/.test(key)));
  if (wrong === undefined) return given;
  throw validationError(`${member} contains invalid key: Syntax error; key: "${wrong}"`);
}

function checkNone(member: string, unused: ReadonlySet<string>): void {
  if (unused.size === 0) return;
  throw validationError(
    `Value provided in ${member} unused in expressions: keys: {${[...unused].join(', ')}}`,
  );
}
