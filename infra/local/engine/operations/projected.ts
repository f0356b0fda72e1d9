import type { Bindings } from '../expressions/bindings.ts';
import type { Path } from '../expressions/path.ts';
import { project, readProjection } from '../expressions/projection.ts';
import { type Input, optionalText, refuse } from '../parameters.ts';
import { parseItem, type StoredItem } from '../record.ts';

/** The paths that a request asks for; undefined for whole items. */
export function readProjectionOf(input: Input, bindings: Bindings): Path[] | undefined {
  refuse(input, 'AttributesToGet');
  const text = optionalText(input, 'ProjectionExpression');
  return text === undefined ? undefined : readProjection(text, bindings);
}

/** JSON of what is asked for of an item. */
export const projectedJson = (stored: StoredItem, paths: readonly Path[] | undefined): string =>
  paths ? JSON.stringify(project(parseItem(stored), paths)) : stored.json;
