import { type Consumed, consumedCapacity, readUnits } from '../capacity.ts';
import type { Database } from '../database.ts';
import { invalidParameter, validationError } from '../errors.ts';
import type { Bindings } from '../expressions/bindings.ts';
import { type Condition, readCondition } from '../expressions/condition.ts';
import { holds } from '../expressions/evaluate.ts';
import type { Path } from '../expressions/path.ts';
import { jsonArray, jsonObject } from '../json-text.ts';
import { choice, flag, type Input, optionalText, refuse } from '../parameters.ts';
import { parseItem, type StoredItem } from '../record.ts';
import { type IndexSchema, keyOf, type TableSchema } from '../schema.ts';
import type { KeyRange } from '../storage/storage.ts';
import { projectedJson, readProjectionOf } from './projected.ts';

// AWS: Query and Scan, "1 MB".
const largestPage = 1024 * 1024;

/** What Query and Scan have in common. */
export interface PageRequest {
  table: TableSchema;
  index: IndexSchema | undefined;
  consistent: boolean;
  limit: number;
  filter: Condition | undefined;
  paths: Path[] | undefined;
  countOnly: boolean;
}

export function indexOf(table: TableSchema, input: Input): IndexSchema | undefined {
  const name = optionalText(input, 'IndexName');
  if (name === undefined) return undefined;
  const index = table.indexes.find((each) => each.name === name);
  if (!index) throw validationError(`The table does not have the specified index: ${name}`);
  if (!flag(input, 'ConsistentRead')) return index;
  throw validationError('Consistent reads are not supported on global secondary indexes');
}

/** @throws ValidationException as DynamoDB does */
export function readPageRequest(
  table: TableSchema,
  index: IndexSchema | undefined,
  input: Input,
  bindings: Bindings,
): PageRequest {
  refuse(input, 'QueryFilter', 'ScanFilter', 'ConditionalOperator', 'KeyConditions');
  const filter = optionalText(input, 'FilterExpression');
  const paths = readProjectionOf(input, bindings);
  checkProjected(index, paths);
  const all = ['ALL_ATTRIBUTES', 'ALL_PROJECTED_ATTRIBUTES', 'SPECIFIC_ATTRIBUTES', 'COUNT'] as const;
  const select = input['Select'] === undefined ? undefined : choice(input, 'Select', all);
  checkSelect(select, index, paths);
  return {
    table,
    index,
    consistent: flag(input, 'ConsistentRead'),
    limit: readLimit(input['Limit']),
    filter: filter === undefined ? undefined : readCondition('FilterExpression', filter, bindings),
    paths,
    countOnly: select === 'COUNT',
  };
}

function readLimit(limit: unknown): number {
  if (limit === undefined || limit === null) return Number.POSITIVE_INFINITY;
  if (typeof limit === 'number' && Number.isInteger(limit) && limit >= 1) return limit;
  throw validationError(
    `1 validation error detected: Value '${String(limit)}' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1`,
  );
}

function checkProjected(index: IndexSchema | undefined, paths: readonly Path[] | undefined): void {
  const missing = paths?.filter(([name]) => index?.attributes && !index.attributes.has(name)) ?? [];
  if (!index || missing.length === 0) return;
  const names = missing.map(([name]) => name).join(', ');
  throw invalidParameter(`Global secondary index ${index.name} does not project [${names}]`);
}

function checkSelect(
  select: string | undefined,
  index: IndexSchema | undefined,
  paths: readonly Path[] | undefined,
): void {
  if (select === 'ALL_ATTRIBUTES' && index?.attributes) {
    throw invalidParameter(
      `Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
    );
  }
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && !index) {
    throw invalidParameter('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  if (select === 'SPECIFIC_ATTRIBUTES' && !paths) {
    throw validationError(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (paths && select !== undefined && select !== 'SPECIFIC_ATTRIBUTES') {
    throw validationError(`Cannot specify the ProjectionExpression when choosing to get ${select}`);
  }
}

/** Reads a page of a range and answers it, with what it consumed. */
export async function readPage(
  database: Database,
  range: KeyRange,
  request: PageRequest,
  capacityAsked: unknown,
): Promise<string> {
  const { table, index, filter, limit, paths, countOnly } = request;
  const found: string[] = [];
  let [scanned, matching, bytes] = [0, 0, 0];
  let last: StoredItem | undefined;
  await database.scan(range, (stored) => {
    scanned++;
    bytes += stored.size;
    if (!filter || holds(filter, parseItem(stored))) {
      matching++;
      if (!countOnly) found.push(projectedJson(stored, paths));
    }
    const isFull = scanned >= limit || bytes >= largestPage;
    if (isFull) last = stored;
    return !isFull;
  });
  return jsonObject({
    Items: countOnly ? undefined : jsonArray(found),
    Count: String(matching),
    ScannedCount: String(scanned),
    LastEvaluatedKey: last && JSON.stringify(keyOf(parseItem(last), table, index)),
    ConsumedCapacity: consumedCapacity(capacityAsked, table.name, consumedBy(request, bytes)),
  });
}

function consumedBy({ index, consistent }: PageRequest, bytes: number): Consumed {
  const units = readUnits(bytes, consistent);
  return index ? { table: 0, indexes: { [index.name]: units } } : { table: units, indexes: {} };
}
