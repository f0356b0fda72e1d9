import { generatorSchema } from '../../functions/domain/generator/arguments.ts';
import { generateSessions } from '../../functions/domain/generator/generate.ts';
import { toRow } from '../../functions/domain/row.ts';
import { toSessionItem } from '../../functions/store/session-item.ts';
import { createDocumentClient } from '../../functions/store/store.ts';
import { Table } from '../../functions/store/table.ts';
import { startEmbeddedEngine } from '../../infra/local/engine.ts';
import { ensureTable } from '../../infra/local/table.ts';
import type { BenchEmulator } from './emulator.ts';
import { printTable, rate, seconds } from './measure.ts';

const to = '2026-03-08T00:00:00.000Z';
const from = '2026-03-01T00:00:00.000Z';
const perCall = 5_000;

const argumentsFor = (botId: string, count: number, seed = 'bench') => ({
  seed,
  bots: [botId],
  count,
  from,
  to,
});

/** What the engine alone takes: BatchWriteItem and nothing else. */
async function bareRate(count: number): Promise<number> {
  const engine = await startEmbeddedEngine();
  const client = createDocumentClient(engine.clientConfig);
  await ensureTable(client, 'bare');
  const table = new Table(client, 'bare');
  const dataSet = { accountId: 'bare', born: 1, epoch: 1 };
  const { sessions } = generateSessions(generatorSchema.parse(argumentsFor('bot', count)));
  const writes = sessions.map((session) => ({ put: toSessionItem(dataSet, session) }));
  const taken = await seconds(() => table.batchWrite(writes));
  client.destroy();
  await engine.close();
  return count / taken;
}

async function importRate(emulator: BenchEmulator, count: number): Promise<number> {
  const { accountId, botId } = await emulator.makeAccount();
  const { sessions } = generateSessions(generatorSchema.parse(argumentsFor(botId, count)));
  const lines = sessions.map((session) => JSON.stringify(toRow(session)));
  const taken = await seconds(async () => {
    for (let start = 0; start < count; start += perCall) {
      const body = lines.slice(start, start + perCall).join('\n');
      await emulator.control('POST', `/accounts/${accountId}/sessions`, body);
    }
  });
  return count / taken;
}

async function generateRate(emulator: BenchEmulator, count: number): Promise<number> {
  const { accountId, botId } = await emulator.makeAccount();
  const taken = await seconds(async () => {
    for (let start = 0; start < count; start += perCall) {
      const body = JSON.stringify(argumentsFor(botId, perCall, `bench-${start}`));
      await emulator.control('POST', `/accounts/${accountId}/sessions/generate`, body);
    }
  });
  return count / taken;
}

/** Seconds to reset an account that was made with so many sessions. */
async function resetSeconds(emulator: BenchEmulator, count: number): Promise<number> {
  const botId = 'bench-bot';
  const seed = argumentsFor(botId, count);
  const { accountId } = await emulator.makeAccount({ bots: [{ botId }], seed });
  return seconds(() => emulator.control('POST', `/accounts/${accountId}/reset`, '{}'));
}

/** Seconds to go back to a snapshot of so many sessions: a seed is made in one call, which bounds it. */
async function restoreSeconds(emulator: BenchEmulator, count: number): Promise<number> {
  const { accountId, botId } = await emulator.makeAccount();
  for (let start = 0; start < count; start += perCall) {
    const body = JSON.stringify(argumentsFor(botId, perCall, `bench-${start}`));
    await emulator.control('POST', `/accounts/${accountId}/sessions/generate`, body);
  }
  await emulator.control('PUT', `/accounts/${accountId}/snapshots/full`);
  return seconds(() => emulator.control('POST', `/accounts/${accountId}/snapshots/full/restore`));
}

const inSeconds = (value: number): string => `${value.toFixed(2)} s`;

/** Prints how fast sessions come in, and how long it takes to go back. */
export async function benchData(emulator: BenchEmulator, largest: number): Promise<void> {
  const count = 20_000;
  printTable(`Sessions a second, ${count.toLocaleString('en')} sessions`, [
    ['BatchWriteItem alone', rate(await bareRate(count), '/s')],
    ['import over HTTP', rate(await importRate(emulator, count), '/s')],
    ['generate over HTTP', rate(await generateRate(emulator, count), '/s')],
  ]);
  printTable('Going back', [
    ['reset to a seed of 1,000 sessions', inSeconds(await resetSeconds(emulator, 1_000))],
    [
      `restore a snapshot of ${largest.toLocaleString('en')} sessions`,
      inSeconds(await restoreSeconds(emulator, largest)),
    ],
  ]);
}
