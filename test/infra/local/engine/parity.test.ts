import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDocumentClient } from '../../../../functions/store/store.ts';
import { type Engine, startEmbeddedEngine } from '../../../../infra/local/engine.ts';
import { ensureTable } from '../../../../infra/local/table.ts';
import { startDynalite } from '../../../support/dynalite.ts';
import { assertAtLeast } from '../../../support/time-box.ts';
import { histories, outcome } from './histories.ts';
import { indexBeside, removeFolder, temporaryFolder } from './use-engine.ts';

interface Running {
  engine: Engine;
  client: DynamoDBDocumentClient;
}

const running = (engine: Engine): Running => ({
  engine,
  client: createDocumentClient({ ...engine.clientConfig, maxAttempts: 1 }),
});

const folder = temporaryFolder();
let oracle: Running;
let tables = 0;

beforeAll(async () => {
  oracle = running(await startDynalite());
});
afterAll(async () => {
  oracle.client.destroy();
  await oracle.engine.close();
  removeFolder(folder);
});

describe.each([
  { where: 'in memory', start: () => startEmbeddedEngine() },
  { where: 'on disk', start: () => startEmbeddedEngine(folder) },
])('the engine $where', ({ start }) => {
  let subject: Running;

  beforeAll(async () => {
    subject = running(await start());
  });
  afterAll(async () => {
    subject.client.destroy();
    await subject.engine.close();
  });

  test('answers any history of calls as dynalite does, and keeps its index beside its items', async () => {
    await assertAtLeast(
      1,
      fc.asyncProperty(histories, async (calls) => {
        const table = `history-${++tables}`;
        for (const { client } of [oracle, subject]) await ensureTable(client, table);
        for (const call of calls) {
          const expected = await outcome(oracle.client, table, call);
          expect(await outcome(subject.client, table, call), JSON.stringify(call)).toEqual(expected);
        }
        const { index, expected } = await indexBeside(subject.client, table);
        expect(index).toEqual(expected);
        expect((await indexBeside(oracle.client, table)).index).toEqual(index);
      }),
      { numRuns: 60, ms: 10_000 },
    );
  }, 90_000);

  test.each(['', false, 0, 'x'])(
    'finds %j in a list of values, as dynalite does only for some',
    async (n) => {
      const table = `listed-${++tables}`;
      await ensureTable(subject.client, table);
      const put = (among: unknown) =>
        outcome(subject.client, table, {
          name: 'put',
          input: {
            Item: { pk: 'p', sk: 's', n },
            ConditionExpression: 'attribute_not_exists(pk) OR n IN (:among, :other)',
            ExpressionAttributeValues: { ':among': among, ':other': 'another' },
          },
        });
      expect(await put(n)).toEqual({ Attributes: undefined });
      expect(await put(n)).toEqual({ Attributes: undefined });
      expect(await put(n === 'x' ? '' : 'x')).toEqual({ refused: 'ConditionalCheckFailedException' });
    },
  );
});
