import { toRow } from '../../../functions/domain/row.ts';
import { seconds } from '../section.ts';
import { makeAccount } from '../support/account.ts';
import type { BenchEmulator } from '../support/emulator.ts';
import { weekArguments, weekOfSessions } from '../support/sessions.ts';

/** Sessions a second. */
export interface ImportRates {
  engine: number;
  import: number;
  generate: number;
}

const perCall = 5_000;

/** Sessions a second that the control API imports, as NDJSON. */
export async function measureImport({ control }: BenchEmulator, count: number): Promise<number> {
  const { accountId, botIds } = await makeAccount(control);
  const bodies = [...weekOfSessions(botIds, count, perCall)].map((sessions) =>
    sessions.map((session) => JSON.stringify(toRow(session))).join('\n'),
  );
  const taken = await seconds(async () => {
    for (const body of bodies) await control('POST', `/accounts/${accountId}/sessions`, body);
  });
  return count / taken;
}

/** Sessions a second that the control API makes up. */
export async function measureGenerate({ control }: BenchEmulator, count: number): Promise<number> {
  const { accountId, botIds } = await makeAccount(control);
  const generation = weekArguments(botIds, count);
  const taken = await seconds(async () => {
    for (let offset = 0; offset < count; offset += perCall) {
      const part = { ...generation, offset, limit: perCall };
      await control('POST', `/accounts/${accountId}/sessions/generate`, JSON.stringify(part));
    }
  });
  return count / taken;
}
