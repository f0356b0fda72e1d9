import { ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TestAccount } from '../model/account.ts';
import { type Instance, type SharedTable, startSharedTable, tableName } from '../store/instances.ts';

/* Sessions that were written before the index had what messages are made from. */

const botId = 'st-1';
let table: SharedTable;
let instance: Instance;

beforeAll(async () => {
  table = await startSharedTable();
  instance = table.startInstance();
});
afterAll(() => table.close());

/** Takes out of the index what earlier versions did not write. */
async function makeEarlier(): Promise<number> {
  const { Items = [] } = await table.client.send(new ScanCommand({ TableName: tableName }));
  const sessions = Items.filter((item) => typeof item['f'] === 'string' && item['f'].includes(':'));
  for (const { pk, sk, f } of sessions) {
    const update = {
      TableName: tableName,
      Key: { pk, sk },
      UpdateExpression: 'SET f = :f',
      ExpressionAttributeValues: { ':f': String(f).replace(/:[^,;|]*/, '') },
    };
    await table.client.send(new UpdateCommand(update));
  }
  return sessions.length;
}

test('have the same messages, as their rows say how many', async () => {
  const account = await TestAccount.create(instance, {
    bots: [{ botId }],
    clock: { mode: 'frozen', now: '2026-03-10T12:00:00.000Z' },
  });
  const session = (number: number, channel: string) => ({
    sessionId: `s-${number}`,
    botId,
    channel,
    userId: 'u-1',
    start_time: `2026-03-10T10:0${number}:00.000Z`,
    end_time: `2026-03-10T10:1${number}:00.000Z`,
    session_lang: ['de'],
    noOfMessagesExchanged: number,
  });
  const sessions = [session(2, 'rtm'), session(3, 'sms'), session(4, 'rtm')];
  await account.importSessions(instance, sessions as unknown as Parameters<TestAccount['importSessions']>[1]);
  const path = `/api/public/bot/${botId}/getMessagesV2`;
  const bodies = [
    {},
    { channelType: 'sms' },
    { sessionId: ['s-4', 's-2'] },
    { userId: 'u-1', limit: 2, skip: 3 },
  ];
  const ask = async (via: Instance) => {
    const answers = [];
    for (const body of bodies) answers.push(await account.ask<{ total: number }>(via, path, body));
    return answers;
  };
  const before = await ask(instance);
  expect(before.map(({ total }) => total)).toEqual([9, 3, 6, 9]);
  expect(await makeEarlier()).toBe(3);
  expect(await ask(table.startInstance())).toEqual(before);
});
