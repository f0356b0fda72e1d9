import { scenarios } from '../../../functions/domain/generator/scenarios.ts';
import { readSeedContent } from '../seed/seed-content.ts';
import type { Check } from './finding.ts';

/** A session of some 1.65 KB and its entry in the index, which are paid for apart. */
const writeUnitsPerSession = 3;

/** What one call has to write sessions in; API Gateway ends it after 29 seconds. */
const secondsToWrite = 20;

/** Whether a seed that one call makes can be written in its time, at the cap of the table; a file is imported in parts. */
export const checkSeed: Check = async ({ environment: { seed, data } }) => {
  if (!seed) return undefined;
  if (seed.scenario === undefined) {
    const { rows } = readSeedContent(seed);
    return { level: 'ok', subject: 'seed', says: `${rows.length} rows of a file, imported in parts.` };
  }
  const botIds = seed.bots?.map(({ botId }, index) => botId ?? `bot-${index}`) ?? ['bot'];
  const sessions = scenarios[seed.scenario](Date.now(), botIds).count ?? 0;
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
