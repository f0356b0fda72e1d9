import { type AttributeValue, typeOf } from '../values/attribute-value.ts';
import type { Bindings } from './bindings.ts';
import { type Path, readPath } from './path.ts';
import { checkApart } from './projection.ts';
import { Tokens } from './tokens.ts';

export type UpdateOperand =
  | { kind: 'path'; path: Path }
  | { kind: 'value'; value: AttributeValue }
  | { kind: 'ifNotExists'; path: Path; otherwise: UpdateOperand }
  | { kind: 'listAppend' | 'plus' | 'minus'; left: UpdateOperand; right: UpdateOperand };

export type UpdateAction =
  | { kind: 'set'; path: Path; operand: UpdateOperand }
  | { kind: 'remove'; path: Path }
  | { kind: 'add' | 'delete'; path: Path; value: AttributeValue };

const clauses = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;
type Clause = (typeof clauses)[number];

/**
 * Reads an update expression.
 *
 * @throws ValidationException as DynamoDB does
 */
export function readUpdate(text: string, bindings: Bindings): UpdateAction[] {
  const tokens = new Tokens('UpdateExpression', text);
  const actions: UpdateAction[] = [];
  const seen = new Set<Clause>();
  while (tokens.current.kind !== 'end') {
    const clause = clauses.find((name) => tokens.skip(name));
    if (!clause) throw tokens.unexpected();
    if (seen.has(clause)) {
      throw tokens.invalid(`The "${clause}" section can only be used once in an update expression;`);
    }
    seen.add(clause);
    do {
      const action = readAction(clause, tokens, bindings);
      for (const other of actions) checkApart(tokens, other.path, action.path);
      actions.push(action);
    } while (tokens.skip(','));
  }
  return actions;
}

function readAction(clause: Clause, tokens: Tokens, bindings: Bindings): UpdateAction {
  const path = readPath(tokens, bindings);
  if (clause === 'REMOVE') return { kind: 'remove', path };
  if (clause === 'SET') {
    tokens.expect('=');
    return { kind: 'set', path, operand: readSum(tokens, bindings) };
  }
  if (tokens.current.kind !== 'value') throw tokens.unexpected();
  const value = bindings.valueOf(tokens.take().text, tokens);
  const type = typeOf(value);
  const isSet = type === 'SS' || type === 'NS' || type === 'BS';
  if (isSet || (clause === 'ADD' && type === 'N')) {
    return { kind: clause === 'ADD' ? 'add' : 'delete', path, value };
  }
  throw tokens.invalid(
    `Incorrect operand type for operator or function; operator: ${clause}, operand type: ${type}`,
  );
}

function readSum(tokens: Tokens, bindings: Bindings): UpdateOperand {
  const left = readOperand(tokens, bindings);
  const kind = tokens.skip('+') ? 'plus' : tokens.skip('-') ? 'minus' : undefined;
  if (!kind) return left;
  const right = readOperand(tokens, bindings);
  for (const operand of [left, right]) checkNumber(tokens, kind === 'plus' ? '+' : '-', operand);
  return { kind, left, right };
}

function checkNumber(tokens: Tokens, operator: string, operand: UpdateOperand): void {
  if (operand.kind !== 'value' || operand.value.N !== undefined) return;
  throw tokens.invalid(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${typeOf(operand.value)}`,
  );
}

function readOperand(tokens: Tokens, bindings: Bindings): UpdateOperand {
  if (tokens.current.kind === 'value') {
    return { kind: 'value', value: bindings.valueOf(tokens.take().text, tokens) };
  }
  if (tokens.following.text === '(') return readFunction(tokens, bindings);
  return { kind: 'path', path: readPath(tokens, bindings) };
}

function readFunction(tokens: Tokens, bindings: Bindings): UpdateOperand {
  const { text: name } = tokens.take();
  if (name !== 'if_not_exists' && name !== 'list_append') {
    throw tokens.invalid(`Invalid function name; function: ${name}`);
  }
  tokens.expect('(');
  const left = readOperand(tokens, bindings);
  tokens.expect(',');
  const right = readOperand(tokens, bindings);
  tokens.expect(')');
  if (name === 'list_append') return { kind: 'listAppend', left, right };
  if (left.kind === 'path') return { kind: 'ifNotExists', path: left.path, otherwise: right };
  throw tokens.invalid('Operator or function requires a document path; operator or function: if_not_exists');
}
