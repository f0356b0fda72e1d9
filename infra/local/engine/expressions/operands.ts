import { type AttributeType, type AttributeValue, typeOf } from '../values/attribute-value.ts';
import { compareValues } from '../values/compare.ts';
import { type Path, pathText } from './path.ts';
import type { Tokens } from './tokens.ts';

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Operand =
  | { kind: 'path'; path: Path }
  | { kind: 'value'; value: AttributeValue }
  | { kind: 'size'; of: Operand };

const ordered: ReadonlySet<AttributeType> = new Set<AttributeType>(['S', 'N', 'B']);

/** The type of an operand that is known without an item. */
function knownType(operand: Operand): AttributeType | undefined {
  if (operand.kind === 'size') return 'N';
  return operand.kind === 'value' ? typeOf(operand.value) : undefined;
}

function checkType(
  tokens: Tokens,
  operator: string,
  operand: Operand,
  allowed: ReadonlySet<AttributeType>,
): void {
  const type = knownType(operand);
  if (type === undefined || allowed.has(type)) return;
  throw tokens.invalid(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
  );
}

/** @throws ValidationException where DynamoDB refuses to compare these whatever the item is */
export function checkComparison(tokens: Tokens, comparator: Comparator, left: Operand, right: Operand): void {
  checkDistinct(tokens, comparator, left, right);
  if (comparator === '=' || comparator === '<>') return;
  for (const operand of [left, right]) checkType(tokens, comparator, operand, ordered);
}

export function checkBetween(tokens: Tokens, operand: Operand, low: Operand, high: Operand): void {
  for (const each of [operand, low, high]) checkType(tokens, 'BETWEEN', each, ordered);
  if (low.kind !== 'value' || high.kind !== 'value') return;
  const order = compareValues(low.value, high.value);
  if (order === undefined) {
    throw tokens.invalid(
      `The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {${typeOf(low.value)}}, upper bound operand: AttributeValue: {${typeOf(high.value)}}`,
    );
  }
  if (order > 0) {
    throw tokens.invalid(
      'The BETWEEN operator requires upper bound to be greater than or equal to lower bound',
    );
  }
}

const prefixTypes: ReadonlySet<AttributeType> = new Set<AttributeType>(['S', 'B']);
const typeNames: ReadonlySet<AttributeType> = new Set<AttributeType>(['S']);

export function checkFunction(tokens: Tokens, name: string, operand: Operand, argument: Operand): void {
  checkDistinct(tokens, name, operand, argument);
  if (name === 'begins_with') {
    for (const each of [operand, argument]) checkType(tokens, name, each, prefixTypes);
  }
  if (name === 'attribute_type') checkType(tokens, name, argument, typeNames);
}

function checkDistinct(tokens: Tokens, operator: string, left: Operand, right: Operand): void {
  if (left.kind !== 'path' || right.kind !== 'path' || pathText(left.path) !== pathText(right.path)) return;
  throw tokens.invalid(
    `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: [${pathText(left.path)}]`,
  );
}
