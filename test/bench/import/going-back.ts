import { progress, seconds } from '../section.ts';
import { makeAccount } from '../support/account.ts';
import type { BenchEmulator } from '../support/emulator.ts';
import { loadAccount } from '../support/load-account.ts';
import { weekArguments } from '../support/sessions.ts';

/** Seconds. */
export interface GoingBack {
  reset: number;
  restore: number;
}

/** Seconds to reset an account that was made with so many sessions. */
export async function measureReset({ control }: BenchEmulator, count: number): Promise<number> {
  const botId = 'st-bench';
  const { accountId } = await makeAccount(control, {
    bots: [{ botId }],
    seed: weekArguments([botId], count),
  });
  return seconds(() => control('POST', `/accounts/${accountId}/reset`, '{}'));
}

/** Seconds to go back to a snapshot of so many sessions. */
export async function measureRestore(emulator: BenchEmulator, count: number): Promise<number> {
  const { accountId } = await loadAccount(emulator, count);
  const { control } = emulator;
  await control('PUT', `/accounts/${accountId}/snapshots/full`);
  progress('  restoring the snapshot');
  return seconds(() => control('POST', `/accounts/${accountId}/snapshots/full/restore`));
}
