import { type AttributeValue, type Item, typeOf } from '../values/attribute-value.ts';
import { compareValues, isEqual } from '../values/compare.ts';
import type { Condition } from './condition.ts';
import type { Comparator, Operand } from './operands.ts';
import { valueAt } from './path.ts';

/** Whether the condition holds for the item; an item that is not there is one without attributes. */
export function holds(condition: Condition, item: Item): boolean {
  switch (condition.kind) {
    case 'and':
      return holds(condition.left, item) && holds(condition.right, item);
    case 'or':
      return holds(condition.left, item) || holds(condition.right, item);
    case 'not':
      return !holds(condition.condition, item);
    case 'exists':
      return valueAt(item, condition.path) !== undefined;
    case 'notExists':
      return valueAt(item, condition.path) === undefined;
    case 'compare':
      return compare(
        condition.comparator,
        operandValue(condition.left, item),
        operandValue(condition.right, item),
      );
    case 'between': {
      const value = operandValue(condition.operand, item);
      return (
        compare('>=', value, operandValue(condition.low, item)) &&
        compare('<=', value, operandValue(condition.high, item))
      );
    }
    case 'in': {
      const value = operandValue(condition.operand, item);
      return condition.list.some((member) => compare('=', value, operandValue(member, item)));
    }
    default:
      return call(
        condition.kind,
        operandValue(condition.operand, item),
        operandValue(condition.argument, item),
      );
  }
}

function operandValue(operand: Operand, item: Item): AttributeValue | undefined {
  if (operand.kind === 'value') return operand.value;
  if (operand.kind === 'path') return valueAt(item, operand.path);
  const size = sizeOf(operandValue(operand.of, item));
  return size === undefined ? undefined : { N: String(size) };
}

function sizeOf(value: AttributeValue | undefined): number | undefined {
  if (!value) return undefined;
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.B !== undefined) return Buffer.byteLength(value.B, 'base64');
  if (value.M) return Object.keys(value.M).length;
  return (value.L ?? value.SS ?? value.NS ?? value.BS)?.length;
}

function compare(
  comparator: Comparator,
  left: AttributeValue | undefined,
  right: AttributeValue | undefined,
): boolean {
  if (comparator === '<>') return !(left && right && isEqual(left, right));
  if (!left || !right) return false;
  if (comparator === '=') return isEqual(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  if (comparator === '<') return order < 0;
  if (comparator === '<=') return order <= 0;
  return comparator === '>' ? order > 0 : order >= 0;
}

function call(
  kind: 'beginsWith' | 'contains' | 'type',
  value: AttributeValue | undefined,
  argument: AttributeValue | undefined,
): boolean {
  if (!value || !argument) return false;
  if (kind === 'type') return typeOf(value) === argument.S;
  if (kind === 'contains') return contains(value, argument);
  if (value.S !== undefined && argument.S !== undefined) return value.S.startsWith(argument.S);
  if (value.B === undefined || argument.B === undefined) return false;
  return bytes(value.B).startsWith(bytes(argument.B));
}

function contains(value: AttributeValue, member: AttributeValue): boolean {
  if (value.S !== undefined) return member.S !== undefined && value.S.includes(member.S);
  if (value.B !== undefined) return member.B !== undefined && bytes(value.B).includes(bytes(member.B));
  if (value.L) return value.L.some((each) => isEqual(each, member));
  if (member.S !== undefined) return value.SS?.includes(member.S) ?? false;
  if (member.N !== undefined) return value.NS?.includes(member.N) ?? false;
  return member.B !== undefined && (value.BS?.includes(member.B) ?? false);
}

const bytes = (base64: string): string => Buffer.from(base64, 'base64').toString('latin1');
