import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isConditionFailure } from '../../../functions/store/errors.ts';
import { headKey } from '../../../functions/store/table/keys.ts';
import { control } from '../control.ts';
import { type Instance, type SharedTable, startSharedTable, tableName } from '../instances.ts';
import { isBatchWrite } from '../intercept.ts';

/* What the end of a lease makes of a head that somebody else, or the work itself, has changed under it. */

let table: SharedTable;
let other: Instance;

beforeAll(async () => {
  table = await startSharedTable();
  other = table.startInstance();
});
afterAll(() => table.close());

const row = (sessionId: string) => ({
  sessionId,
  botId: 'st-1',
  userId: 'u-1',
  start_time: '2025-03-10T10:00:00.000Z',
});

/** An account that begins with one session, has two in a snapshot, and three now. */
async function made(accountId: string): Promise<string> {
  const path = `/accounts/${accountId}`;
  await control(other, 'POST', '/accounts', { accountId, bots: [{ botId: 'st-1' }], seed: [row('first')] });
  await control(other, 'POST', `${path}/sessions`, [row('second')]);
  await control(other, 'PUT', `${path}/snapshots/two`);
  await control(other, 'POST', `${path}/sessions`, [row('third')]);
  return path;
}

describe('an account that is put back while sessions are written', () => {
  test.each([
    ['a restore', 'two', '/snapshots/two/restore', undefined, 2],
    ['a reset', 'one', '/reset', undefined, 1],
    ['a reset to nothing', 'none', '/reset', { to: 'empty' }, 0],
  ])('%s: it has as many sessions as that put there', async (_, accountId, what, body, expected) => {
    const path = await made(accountId);
    let isDue = true;
    const writer = table.startInstance(async (command, send) => {
      const output = await send(command);
      if (isDue && isBatchWrite(command) && JSON.stringify(command.input).includes('late-')) {
        isDue = false;
        await control(other, 'POST', `${path}${what}`, body);
      }
      return output;
    });
    const late = [row('late-1'), row('late-2')];
    await expect(control(writer, 'POST', `${path}/sessions`, late)).rejects.toThrow('409');
    const head = { TableName: tableName, Key: headKey(accountId), ConsistentRead: true };
    expect((await table.client.send(new GetCommand(head))).Item?.['sessions']).toBe(expected);
  });
});

describe('no write is refused where nobody else is at work', () => {
  test.each([
    ['a snapshot', 'kept', 'PUT', '/snapshots/another'],
    ['a removal of all sessions', 'cleared', 'DELETE', '/sessions'],
    ['an import', 'imported', 'POST', '/sessions'],
  ])('%s', async (_, accountId, method, what) => {
    const path = await made(accountId);
    const refused: string[] = [];
    const alone = table.startInstance((command, send) =>
      send(command).catch((error: unknown) => {
        if (isConditionFailure(error)) refused.push(command.constructor.name);
        throw error;
      }),
    );
    await control(alone, method, `${path}${what}`, method === 'POST' ? [row('fourth')] : undefined);
    expect(refused).toEqual([]);
  });
});
