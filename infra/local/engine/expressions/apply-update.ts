import { validationError } from '../errors.ts';
import { type AttributeValue, attributeOf, type Item, setAttribute } from '../values/attribute-value.ts';
import { addNumbers, subtractNumbers } from '../values/decimal.ts';
import { type Path, valueAt } from './path.ts';
import type { UpdateAction, UpdateOperand } from './update.ts';

/**
 * The item as an update leaves it; every operand is what it was before.
 *
 * @throws ValidationException where the item is not as the update takes it to be
 */
export function applyUpdate(actions: readonly UpdateAction[], before: Item): Item {
  const item = structuredClone(before);
  const values = actions.map((action) => newValue(action, before));
  const removals: Path[] = [];
  for (const [index, { path }] of actions.entries()) {
    const value = values[index];
    if (value) put(item, path, value);
    else removals.push(path);
  }
  // From the back: what is removed from a list moves what stands behind it.
  for (const path of removals.sort(lastIndexFirst)) remove(item, path);
  return item;
}

/** What is to stand at the action's path; nothing where it is to be removed. */
function newValue(action: UpdateAction, before: Item): AttributeValue | undefined {
  const { path } = action;
  if (action.kind === 'remove') return undefined;
  if (action.kind === 'set') return resolve(action.operand, before);
  const old = valueAt(before, path);
  return action.kind === 'add' ? added(old, action.value) : without(old, action.value);
}

const wrongType = (): Error =>
  validationError('An operand in the update expression has an incorrect data type');

function resolve(operand: UpdateOperand, item: Item): AttributeValue {
  switch (operand.kind) {
    case 'value':
      return operand.value;
    case 'path': {
      const value = valueAt(item, operand.path);
      if (value) return value;
      throw validationError('The provided expression refers to an attribute that does not exist in the item');
    }
    case 'ifNotExists':
      return valueAt(item, operand.path) ?? resolve(operand.otherwise, item);
    case 'listAppend': {
      const [left, right] = [resolve(operand.left, item), resolve(operand.right, item)];
      if (left.L && right.L) return { L: [...left.L, ...right.L] };
      throw wrongType();
    }
    default: {
      const [left, right] = [resolve(operand.left, item), resolve(operand.right, item)];
      if (left.N === undefined || right.N === undefined) throw wrongType();
      return { N: (operand.kind === 'plus' ? addNumbers : subtractNumbers)(left.N, right.N) };
    }
  }
}

const setTypes = ['SS', 'NS', 'BS'] as const;

function added(old: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (!old) return value;
  if (old.N !== undefined && value.N !== undefined) return { N: addNumbers(old.N, value.N) };
  const [type, before, more] = sameSets(old, value);
  return { [type]: [...new Set([...before, ...more])] };
}

/** A set without members is no attribute. */
function without(old: AttributeValue | undefined, value: AttributeValue): AttributeValue | undefined {
  if (!old) return undefined;
  const [type, before, gone] = sameSets(old, value);
  const left = before.filter((member) => !gone.includes(member));
  return left.length > 0 ? { [type]: left } : undefined;
}

function sameSets(
  old: AttributeValue,
  value: AttributeValue,
): [(typeof setTypes)[number], readonly string[], readonly string[]] {
  for (const type of setTypes) {
    const [before, other] = [old[type], value[type]];
    if (before && other) return [type, before, other];
  }
  throw wrongType();
}

function parentOf(item: Item, path: Path): AttributeValue | undefined {
  return valueAt(item, path.slice(0, -1));
}

function put(item: Item, path: Path, value: AttributeValue): void {
  const parent = parentOf(item, path);
  const last = path.at(-1);
  if (typeof last === 'string' && parent?.M) setAttribute(parent.M, last, value);
  // What lies beyond the end is put at the end.
  else if (typeof last === 'number' && parent?.L) parent.L[Math.min(last, parent.L.length)] = value;
  else throw invalidPath();
}

function remove(item: Item, path: Path): void {
  const parent = parentOf(item, path);
  const last = path.at(-1);
  if (typeof last === 'string' && parent?.M) {
    if (attributeOf(parent.M, last)) delete parent.M[last];
  } else if (typeof last === 'number' && parent?.L) parent.L.splice(last, 1);
  else throw invalidPath();
}

const invalidPath = (): Error =>
  validationError('The document path provided in the update expression is invalid for update');

const lastIndexFirst = (a: Path, b: Path): number => {
  const [first, second] = [a.at(-1), b.at(-1)];
  return typeof first === 'number' && typeof second === 'number' ? second - first : 0;
};
