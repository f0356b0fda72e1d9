import { expect } from 'vitest';
import type { Account, AccountView, Ask } from './account.ts';
import type { Emulator } from './emulator.ts';
import { now } from './rows.ts';

/** What an import of rows as real files have them answers. */
export interface Imported {
  written: number;
  rejected: unknown[];
  warnings?: { code: string; count: number; firstIndex: number; sessionId?: string }[];
  addedBots?: string[];
}

/** The answer of a vendor route, byte for byte. */
export const textOf = async (account: Account, ask: Ask = {}): Promise<string> =>
  (await account.send(ask)).text();

/** The text of the answer that has these rows, and no more. */
export const answerOf = (...rows: string[]): string =>
  `{"total":${rows.length},"moreAvailable":false,"sessions":[${rows.join(',')}]}`;

/** An account that begins with the rows of a text, which stays as it is written. */
export async function makeSeeded(emulator: Emulator, seed: string): Promise<Account> {
  const response = await emulator.control(
    'POST',
    '/accounts',
    `{"bots":[{"botId":"st-1"}],"clock":{"mode":"frozen","now":"${now}"},"expiresInSeconds":3600,"seed":${seed}}`,
  );
  expect(response.status).toBe(201);
  return emulator.accountOf((await response.json()) as AccountView);
}
