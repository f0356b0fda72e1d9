import { type AttributeValue, attributeOf, type Item } from '../values/attribute-value.ts';
import type { Bindings } from './bindings.ts';
import type { Tokens } from './tokens.ts';

/** A document path: the attribute's name, then names of members and indexes of lists. */
export type Path = readonly [string, ...(string | number)[]];

/** Reads a path such as `a.#b[2]`. */
export function readPath(tokens: Tokens, bindings: Bindings): Path {
  const path: [string, ...(string | number)[]] = [readName(tokens, bindings)];
  for (;;) {
    if (tokens.skip('.')) path.push(readName(tokens, bindings));
    else if (tokens.skip('[')) {
      if (tokens.current.kind !== 'number') throw tokens.unexpected();
      path.push(Number(tokens.take().text));
      tokens.expect(']');
    } else return path;
  }
}

function readName(tokens: Tokens, bindings: Bindings): string {
  const { kind } = tokens.current;
  if (kind !== 'word' && kind !== 'name') throw tokens.unexpected();
  return bindings.nameOf(tokens.take(), tokens);
}

export const pathText = (path: Path): string =>
  path.map((part) => (typeof part === 'number' ? `[${part}]` : part)).join('.');

/** What is there, or nothing. */
export function valueAt(item: Item, path: readonly (string | number)[]): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const part of path) {
    if (!value) return undefined;
    if (typeof part === 'number') value = value.L?.[part];
    else value = value.M && attributeOf(value.M, part);
  }
  return value;
}

/** Whether one of them is the other one or lies within it. */
export const overlap = (a: Path, b: Path): boolean =>
  (a.length < b.length ? a : b).every((_, index) => a[index] === b[index]);

/** Whether one goes on with a name where the other one goes on with an index. */
export function conflict(a: Path, b: Path): boolean {
  const place = a.findIndex((part, index) => part !== b[index]);
  return place > 0 && place < b.length && typeof a[place] !== typeof b[place];
}
