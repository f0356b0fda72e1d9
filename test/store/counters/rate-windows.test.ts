import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SharedTable, startSharedTable } from '../instances.ts';

let table: SharedTable;

beforeAll(async () => {
  table = await startSharedTable();
});

afterAll(() => table.close());

const dataSet = { accountId: 'rates', epoch: 1 };

it('two processes together never admit more than the limit, in whatever order they decide', async () => {
  const [one, other] = [table.startInstance(), table.startInstance()];
  const limit = { perMinute: 10, perHour: 100 };
  // The machine of the one is behind that of the other, as clocks are.
  const clocks = [() => Date.now() - 1_500, () => Date.now()];
  const asks = Array.from({ length: 30 }, (_, index) => {
    const { store } = index % 2 === 0 ? one : other;
    return store.rateWindows.admit(
      dataSet,
      { botId: 'bot' },
      limit,
      { mode: 'real' },
      clocks[index % 2] ?? Date.now,
    );
  });
  const admissions = await Promise.all(asks);
  expect(admissions.filter(({ admitted }) => admitted)).toHaveLength(10);
});
