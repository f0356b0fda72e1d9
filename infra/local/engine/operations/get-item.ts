import { consumedCapacity, readUnits } from '../capacity.ts';
import type { Database } from '../database.ts';
import { Bindings } from '../expressions/bindings.ts';
import { jsonObject } from '../json-text.ts';
import { flag, type Input, requiredObject, requiredText } from '../parameters.ts';
import { checkKey } from '../schema.ts';
import { checkItem } from '../values/check-value.ts';
import { projectedJson, readProjectionOf } from './projected.ts';

export async function getItem(database: Database, input: Input): Promise<string> {
  const { schema: table } = database.table(requiredText(input, 'TableName'));
  const bindings = new Bindings(input);
  const paths = readProjectionOf(input, bindings);
  bindings.checkAllUsed();
  const key = checkKey(table, checkItem(requiredObject(input, 'Key')));
  const [stored] = await database.read(table, [key]);
  const units = readUnits(stored?.size ?? 0, flag(input, 'ConsistentRead'));
  return jsonObject({
    Item: stored && projectedJson(stored, paths),
    ConsumedCapacity: consumedCapacity(input['ReturnConsumedCapacity'], table.name, {
      table: units,
      indexes: {},
    }),
  });
}
