import type { Database } from '../database.ts';
import { invalidParameter, validationError } from '../errors.ts';
import { Bindings } from '../expressions/bindings.ts';
import type { Condition } from '../expressions/condition.ts';
import { type KeyPredicate, readKeyCondition } from '../expressions/key-condition.ts';
import type { Operand } from '../expressions/operands.ts';
import { afterKey, afterPrefix, joinKey, keyPart } from '../key-bytes.ts';
import { flag, type Input, optionalText, refuse, requiredText } from '../parameters.ts';
import {
  indexKey,
  indexPrefix,
  itemKey,
  type KeyAttribute,
  type KeySchema,
  keyAttributes,
  tablePrefix,
} from '../schema.ts';
import type { KeyRange } from '../storage/storage.ts';
import { indexOf, type PageRequest, readPage, readPageRequest } from './read-page.ts';
import { startKey } from './start-key.ts';

export async function query(database: Database, input: Input): Promise<string> {
  const { schema: table } = database.table(requiredText(input, 'TableName'));
  refuse(input, 'KeyConditions');
  const index = indexOf(table, input);
  const bindings = new Bindings(input);
  const text = optionalText(input, 'KeyConditionExpression');
  if (text === undefined) {
    throw validationError(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  }
  const predicates = readKeyCondition(text, bindings);
  const request = readPageRequest(table, index, input, bindings);
  bindings.checkAllUsed();
  const schema = index ?? table;
  checkFilter(schema, request.filter);
  const range = {
    ...rangeOf(request, schema, predicates),
    reverse: 'ScanIndexForward' in input && !flag(input, 'ScanIndexForward'),
  };
  return readPage(database, startingAt(range, request, input), request, input['ReturnConsumedCapacity']);
}

/** The keys that the predicates leave. */
function rangeOf(
  { table, index }: PageRequest,
  schema: KeySchema,
  predicates: readonly KeyPredicate[],
): KeyRange {
  const hash = predicateOn(schema.hash, predicates);
  if (!hash) throw validationError(`Query condition missed key schema element: ${schema.hash.name}`);
  if (hash.operator !== '=') throw validationError('Query key condition not supported');
  const range = schema.range && predicateOn(schema.range, predicates);
  if (predicates.length > (range ? 2 : 1)) {
    throw validationError(
      schema.range
        ? `Query condition missed key schema element: ${schema.range.name}`
        : 'Query key condition not supported',
    );
  }
  const whole = index ? indexPrefix(table.name, index.name) : tablePrefix(table.name);
  const partition = whole + joinKey(keyPart(hash.value));
  return range ? within(partition, range) : { from: partition, to: afterPrefix(partition) };
}

function predicateOn(
  { name, type }: KeyAttribute,
  predicates: readonly KeyPredicate[],
): KeyPredicate | undefined {
  const predicate = predicates.find(({ attribute }) => attribute === name);
  if (!predicate) return undefined;
  for (const value of [predicate.value, predicate.upper ?? predicate.value]) {
    if (value[type] === undefined)
      throw invalidParameter('Condition parameter type does not match schema type');
    if (value[type] !== '') continue;
    throw validationError(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: ${name}`,
    );
  }
  return predicate;
}

function within(partition: string, { operator, value, upper }: KeyPredicate): KeyRange {
  const begin = partition + keyPart(value);
  const whole = { from: partition, to: afterPrefix(partition) };
  const [first, behind] = [joinKey(begin), afterPrefix(joinKey(begin))];
  switch (operator) {
    case '=':
      return { from: first, to: behind };
    case '<':
      return { ...whole, to: first };
    case '<=':
      return { ...whole, to: behind };
    case '>':
      return { ...whole, from: behind };
    case '>=':
      return { ...whole, from: first };
    case 'beginsWith':
      return { from: begin, to: afterPrefix(begin) };
    case 'between':
      return { from: first, to: afterPrefix(joinKey(partition + keyPart(upper ?? value))) };
  }
}

/** The rest of a range behind ExclusiveStartKey. */
function startingAt(range: KeyRange, { table, index }: PageRequest, input: Input): KeyRange {
  const start = startKey(table, index, input);
  if (!start) return range;
  const key = index ? (indexKey(table, index, start) ?? '') : itemKey(table, start);
  if (key < range.from || key >= range.to) {
    throw validationError(
      'The provided starting key is outside query boundaries based on provided conditions',
    );
  }
  return range.reverse ? { ...range, to: key } : { ...range, from: afterKey(key) };
}

function checkFilter(schema: KeySchema, filter: Condition | undefined): void {
  if (!filter) return;
  const names = new Set(namesIn(filter));
  const key = keyAttributes(schema).find(({ name }) => names.has(name));
  if (!key) return;
  throw validationError(
    `Filter Expression can only contain non-primary key attributes: Primary key attribute: ${key.name}`,
  );
}

/** The attributes that a condition is about. */
function* namesIn(condition: Condition): Generator<string> {
  switch (condition.kind) {
    case 'and':
    case 'or':
      yield* namesIn(condition.left);
      yield* namesIn(condition.right);
      break;
    case 'not':
      yield* namesIn(condition.condition);
      break;
    case 'exists':
    case 'notExists':
      yield condition.path[0];
      break;
    case 'compare':
      yield* [condition.left, condition.right].flatMap(nameIn);
      break;
    case 'between':
      yield* [condition.operand, condition.low, condition.high].flatMap(nameIn);
      break;
    case 'in':
      yield* [condition.operand, ...condition.list].flatMap(nameIn);
      break;
    default:
      yield* [condition.operand, condition.argument].flatMap(nameIn);
  }
}

function nameIn(operand: Operand): string[] {
  if (operand.kind === 'value') return [];
  return operand.kind === 'size' ? nameIn(operand.of) : [operand.path[0]];
}
