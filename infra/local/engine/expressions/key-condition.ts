import { validationError } from '../errors.ts';
import type { AttributeValue } from '../values/attribute-value.ts';
import type { Bindings } from './bindings.ts';
import { type Condition, readCondition } from './condition.ts';
import type { Comparator, Operand } from './operands.ts';

/** What a query asks of one attribute of the key. */
export interface KeyPredicate {
  attribute: string;
  operator: Exclude<Comparator, '<>'> | 'between' | 'beginsWith';
  value: AttributeValue;
  /** The upper bound of `between`. */
  upper?: AttributeValue;
}

const invalid = (why: string): Error => validationError(`Invalid KeyConditionExpression: ${why}`);
const mirrored = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/**
 * Reads the condition on the key of a query: at most one for each attribute.
 *
 * @throws ValidationException as DynamoDB does
 */
export function readKeyCondition(text: string, bindings: Bindings): KeyPredicate[] {
  const predicates = [...eachPredicate(readCondition('KeyConditionExpression', text, bindings))];
  const attributes = new Set(predicates.map(({ attribute }) => attribute));
  if (attributes.size === predicates.length) return predicates;
  throw validationError('KeyConditionExpressions must only contain one condition per key');
}

function* eachPredicate(condition: Condition): Generator<KeyPredicate> {
  if (condition.kind === 'and') {
    yield* eachPredicate(condition.left);
    yield* eachPredicate(condition.right);
  } else yield toPredicate(condition);
}

function toPredicate(condition: Condition): KeyPredicate {
  switch (condition.kind) {
    case 'compare': {
      const { comparator, left, right } = condition;
      if (comparator === '<>') throw notAllowed('<>');
      if (left.kind === 'path')
        return { attribute: attributeIn(left), operator: comparator, value: valueIn(right) };
      return { attribute: attributeIn(right), operator: mirrored[comparator], value: valueIn(left) };
    }
    case 'between': {
      const { operand, low, high } = condition;
      return {
        attribute: attributeIn(operand),
        operator: 'between',
        value: valueIn(low),
        upper: valueIn(high),
      };
    }
    case 'beginsWith': {
      const { operand, argument } = condition;
      return { attribute: attributeIn(operand), operator: 'beginsWith', value: valueIn(argument) };
    }
    default:
      throw notAllowed(condition.kind.toUpperCase());
  }
}

const notAllowed = (operator: string): Error =>
  invalid(`Invalid operator used in KeyConditionExpression: ${operator}`);

function attributeIn(operand: Operand): string {
  if (operand.kind !== 'path') throw invalid('No key attribute specified');
  if (operand.path.length === 1) return operand.path[0];
  throw invalid('KeyConditionExpressions cannot have conditions on nested attributes');
}

function valueIn(operand: Operand): AttributeValue {
  if (operand.kind === 'value') return operand.value;
  throw invalid(
    operand.kind === 'size'
      ? 'KeyConditionExpressions cannot contain nested operations'
      : 'Multiple attribute names used in one condition',
  );
}
