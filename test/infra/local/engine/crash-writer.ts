import { BatchWriteCommand, DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { withFolder } from './use-engine.ts';

/*
 * Writes to a data folder until it is killed, one call after the other, and says on stdout what it is about to write
 * and, once that is acknowledged, that it is: a line of JSON each, [calls so far, what each key holds then].
 */

const [folder = '', tableName = '', first = '0'] = process.argv.slice(2);
const keys = Array.from({ length: 8 }, (_, index) => `s${index}`);
const filling = 'x'.repeat(2_000);

const itemOf = (sk: string, call: number) => ({
  pk: 'p',
  sk,
  botId: `bot ${call % 2}`,
  start_time: `${call}#${sk}`,
  f: call,
  filling,
});

await withFolder(folder, tableName, async (client) => {
  for (let call = Number(first); ; call++) {
    const sk = keys[call % keys.length] ?? '';
    const say = (what: string, held: Record<string, number>): void => {
      process.stdout.write(`${JSON.stringify([what, held])}\n`);
    };
    const kind = call % 5;
    const held =
      kind === 4 ? Object.fromEntries(keys.map((key) => [key, call])) : { [sk]: kind === 3 ? 0 : call };
    say('begun', held);
    if (kind === 3) await client.send(new DeleteCommand({ TableName: tableName, Key: { pk: 'p', sk } }));
    else if (kind === 2) {
      const { botId, start_time, f } = itemOf(sk, call);
      await client.send(
        new UpdateCommand({
          TableName: tableName,
          Key: { pk: 'p', sk },
          UpdateExpression: 'SET botId = :bot, start_time = :start, f = :f',
          ExpressionAttributeValues: { ':bot': botId, ':start': start_time, ':f': f },
        }),
      );
    } else if (kind === 4) {
      const requests = keys.map((key) => ({ PutRequest: { Item: itemOf(key, call) } }));
      await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: requests } }));
    } else await client.send(new PutCommand({ TableName: tableName, Item: itemOf(sk, call) }));
    say('done', held);
  }
});
