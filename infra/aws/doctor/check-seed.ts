import { scenarios } from '../../../functions/domain/generator/scenarios.ts';
import type { EnvironmentSeed } from '../environments/schema/seed.ts';
import { newAccountBody } from '../seed/new-account.ts';
import type { Check } from './finding.ts';

/** A session of some 1.65 KB and its entry in the index, which are paid for apart. */
const writeUnitsPerSession = 3;

/** What one call has to write sessions in; API Gateway ends it after 29 seconds. */
const secondsToWrite = 20;

/** Whether the account that the environment is seeded with can be written within one call, at the cap of the table. */
export const checkSeed: Check = async ({ environment: { seed, data } }) => {
  if (!seed) return undefined;
  const sessions = sizeOf(seed);
  const needed = Math.ceil((sessions * writeUnitsPerSession) / secondsToWrite);
  const says = `${sessions} sessions take about ${needed} write units a second, and data.maxWriteUnits is ${data.maxWriteUnits}.`;
  if (needed <= data.maxWriteUnits) return { level: 'ok', subject: 'seed', says };
  return {
    level: 'warning',
    subject: 'seed',
    says,
    advice: `Raise data.maxWriteUnits to ${needed}, or take a smaller seed: one call has about ${secondsToWrite} seconds.`,
  };
};

function sizeOf(seed: EnvironmentSeed): number {
  if (seed.scenario === undefined) {
    const { seed: rows } = JSON.parse(newAccountBody(seed)) as { seed: unknown[] };
    return rows.length;
  }
  const botIds = seed.bots?.map(({ botId }, index) => botId ?? `bot-${index}`) ?? ['bot'];
  return scenarios[seed.scenario](Date.now(), botIds).count ?? 0;
}
