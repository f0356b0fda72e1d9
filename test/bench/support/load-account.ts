import { progress } from '../section.ts';
import { type BenchAccount, makeAccount } from './account.ts';
import type { BenchEmulator } from './emulator.ts';
import { afterWeek, weekArguments } from './sessions.ts';

const perCall = 10_000;

/** Loads so many sessions into a new account, by the control API as a user does. */
export async function loadAccount({ control }: BenchEmulator, sessions: number): Promise<BenchAccount> {
  const account = await makeAccount(control, { clock: { mode: 'frozen', now: afterWeek } });
  const generation = weekArguments(account.botIds, sessions);
  for (let offset = 0; offset < sessions; offset += perCall) {
    const part = { ...generation, offset, limit: Math.min(perCall, sessions - offset) };
    await control('POST', `/accounts/${account.accountId}/sessions/generate`, JSON.stringify(part));
    progress(`  ${(offset + part.limit).toLocaleString('en')} sessions loaded`);
  }
  return account;
}
