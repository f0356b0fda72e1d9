import type { Database } from '../database.ts';
import type { Input } from '../parameters.ts';
import { batchGetItem } from './batch-get-item.ts';
import { batchWriteItem } from './batch-write-item.ts';
import { deleteItem } from './delete-item.ts';
import { getItem } from './get-item.ts';
import { putItem } from './put-item.ts';
import { query } from './query.ts';
import { scan } from './scan.ts';
import { createTable, deleteTable, describeTable, listTables } from './tables.ts';
import { updateItem } from './update-item.ts';

/** Takes a request's body and returns the answer's, in JSON. */
export type Operation = (database: Database, input: Input, signal?: AbortSignal) => Promise<string>;

/** The calls of DynamoDB that the engine knows, by their names. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    BatchGetItem: batchGetItem,
    BatchWriteItem: batchWriteItem,
    CreateTable: createTable,
    DeleteItem: deleteItem,
    DeleteTable: deleteTable,
    DescribeTable: describeTable,
    GetItem: getItem,
    ListTables: listTables,
    PutItem: putItem,
    Query: query,
    Scan: scan,
    UpdateItem: updateItem,
  }),
);
