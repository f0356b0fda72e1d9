import type { Bindings } from './bindings.ts';
import { type Comparator, checkBetween, checkComparison, checkFunction, type Operand } from './operands.ts';
import { type Path, readPath } from './path.ts';
import { Tokens } from './tokens.ts';

export type Condition =
  | { kind: 'and' | 'or'; left: Condition; right: Condition }
  | { kind: 'not'; condition: Condition }
  | { kind: 'compare'; comparator: Comparator; left: Operand; right: Operand }
  | { kind: 'between'; operand: Operand; low: Operand; high: Operand }
  | { kind: 'in'; operand: Operand; list: Operand[] }
  | { kind: 'exists' | 'notExists'; path: Path }
  | { kind: 'beginsWith' | 'contains' | 'type'; operand: Operand; argument: Operand };

const comparators: ReadonlySet<string> = new Set<Comparator>(['=', '<>', '<', '<=', '>', '>=']);
const isComparator = (text: string): text is Comparator => comparators.has(text);
const mostInList = 100;

/** What the functions of conditions are called, and whether the first argument must be a path. */
const functions = {
  attribute_exists: 'exists',
  attribute_not_exists: 'notExists',
  attribute_type: 'type',
  begins_with: 'beginsWith',
  contains: 'contains',
} as const;
const isFunction = (name: string): name is keyof typeof functions => Object.hasOwn(functions, name);

/**
 * Reads a condition, filter or key condition.
 *
 * @param kind what it is called in a request
 * @throws ValidationException as DynamoDB does
 */
export function readCondition(kind: string, text: string, bindings: Bindings): Condition {
  const tokens = new Tokens(kind, text);
  const condition = readOr(tokens, bindings);
  tokens.expectEnd();
  return condition;
}

function readOr(tokens: Tokens, bindings: Bindings): Condition {
  let left = readAnd(tokens, bindings);
  while (tokens.skip('OR')) left = { kind: 'or', left, right: readAnd(tokens, bindings) };
  return left;
}

function readAnd(tokens: Tokens, bindings: Bindings): Condition {
  let left = readNot(tokens, bindings);
  while (tokens.skip('AND')) left = { kind: 'and', left, right: readNot(tokens, bindings) };
  return left;
}

function readNot(tokens: Tokens, bindings: Bindings): Condition {
  if (tokens.skip('NOT')) return { kind: 'not', condition: readNot(tokens, bindings) };
  if (tokens.skip('(')) {
    const condition = readOr(tokens, bindings);
    tokens.expect(')');
    return condition;
  }
  const { text } = tokens.current;
  if (tokens.following.text === '(' && text !== 'size') return readFunction(tokens, bindings);
  return readPredicate(tokens, bindings);
}

function readPredicate(tokens: Tokens, bindings: Bindings): Condition {
  const operand = readOperand(tokens, bindings);
  if (tokens.skip('BETWEEN')) {
    const low = readOperand(tokens, bindings);
    tokens.expect('AND');
    const high = readOperand(tokens, bindings);
    checkBetween(tokens, operand, low, high);
    return { kind: 'between', operand, low, high };
  }
  if (tokens.skip('IN')) return { kind: 'in', operand, list: readList(tokens, bindings) };
  const { text } = tokens.current;
  if (!isComparator(text)) throw tokens.unexpected();
  tokens.take();
  const right = readOperand(tokens, bindings);
  checkComparison(tokens, text, operand, right);
  return { kind: 'compare', comparator: text, left: operand, right };
}

function readList(tokens: Tokens, bindings: Bindings): Operand[] {
  tokens.expect('(');
  const list = [readOperand(tokens, bindings)];
  while (tokens.skip(',')) list.push(readOperand(tokens, bindings));
  tokens.expect(')');
  if (list.length <= mostInList) return list;
  throw tokens.invalid(`The IN operator has too many operands; number of operands: ${list.length}`);
}

function readFunction(tokens: Tokens, bindings: Bindings): Condition {
  const { text: name } = tokens.take();
  if (!isFunction(name)) throw tokens.invalid(`Invalid function name; function: ${name}`);
  tokens.expect('(');
  const operands = [readOperand(tokens, bindings)];
  while (tokens.skip(',')) operands.push(readOperand(tokens, bindings));
  tokens.expect(')');
  const kind = functions[name];
  const [operand, argument] = operands;
  const count = kind === 'exists' || kind === 'notExists' ? 1 : 2;
  if (!operand || operands.length !== count) {
    throw tokens.invalid(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }
  if (kind === 'exists' || kind === 'notExists') {
    if (operand.kind === 'path') return { kind, path: operand.path };
    throw tokens.invalid(`Operator or function requires a document path; operator or function: ${name}`);
  }
  if (!argument) throw tokens.unexpected();
  checkFunction(tokens, name, operand, argument);
  return { kind, operand, argument };
}

function readOperand(tokens: Tokens, bindings: Bindings): Operand {
  if (tokens.current.kind === 'value') {
    return { kind: 'value', value: bindings.valueOf(tokens.take().text, tokens) };
  }
  if (tokens.current.text === 'size' && tokens.following.text === '(') {
    tokens.take();
    tokens.expect('(');
    const of = readOperand(tokens, bindings);
    tokens.expect(')');
    return { kind: 'size', of };
  }
  return { kind: 'path', path: readPath(tokens, bindings) };
}
