import { type AttributeValue, type Item, setAttribute } from '../values/attribute-value.ts';
import type { Bindings } from './bindings.ts';
import { conflict, overlap, type Path, pathText, readPath, valueAt } from './path.ts';
import { Tokens } from './tokens.ts';

/** Reads the paths of a projection, of which none may lie within another. */
export function readProjection(text: string, bindings: Bindings): Path[] {
  const tokens = new Tokens('ProjectionExpression', text);
  const paths: Path[] = [];
  do {
    const path = readPath(tokens, bindings);
    for (const other of paths) checkApart(tokens, other, path);
    paths.push(path);
  } while (tokens.skip(','));
  tokens.expectEnd();
  return paths;
}

/** @throws ValidationException where both paths cannot be meant at once */
export function checkApart(tokens: Tokens, a: Path, b: Path): void {
  const both = `path one: [${pathText(a)}], path two: [${pathText(b)}]`;
  if (overlap(a, b)) {
    throw tokens.invalid(
      `Two document paths overlap with each other; must remove or rewrite one of these paths; ${both}`,
    );
  }
  if (conflict(a, b)) {
    throw tokens.invalid(
      `Two document paths conflict with each other; must remove or rewrite one of these paths; ${both}`,
    );
  }
}

/** The parts of an item that the paths lead to; parts of lists stand one behind the other. */
export function project(item: Item, paths: readonly Path[]): Item {
  const root: Branch = { members: new Map() };
  for (const path of paths) {
    const value = valueAt(item, path);
    if (value) graft(root, path, value);
  }
  return toItem(root);
}

/** What was asked for below a place: a value, or further places. */
interface Branch {
  members: Map<string | number, Branch>;
  value?: AttributeValue;
}

function graft(root: Branch, path: Path, value: AttributeValue): void {
  let branch = root;
  for (const part of path) {
    const next: Branch = branch.members.get(part) ?? { members: new Map() };
    branch.members.set(part, next);
    branch = next;
  }
  branch.value = value;
}

function toItem({ members }: Branch): Item {
  const item: Item = {};
  for (const [name, branch] of members) setAttribute(item, String(name), toValue(branch));
  return item;
}

function toValue(branch: Branch): AttributeValue {
  if (branch.value) return branch.value;
  const [first] = branch.members.keys();
  if (typeof first !== 'number') return { M: toItem(branch) };
  const inOrder = [...branch.members].sort(([a], [b]) => Number(a) - Number(b));
  return { L: inOrder.map(([, member]) => toValue(member)) };
}
