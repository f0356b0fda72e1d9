import { test as base, beforeAll, expect, type TestAPI } from 'vitest';
import type { Emulator, RequestFilter, TestAccount } from './api.ts';
import { openEmulator } from './emulator.ts';
import { hasReceived } from './received.ts';

export interface KoreFixtures {
  /** One for all tests of a worker: that of KORE_EMULATOR_URL, or else one that is started. */
  emulator: Emulator;
  /** A fresh one for each test, taken away after it. */
  account: TestAccount;
}

let opening: Promise<Emulator> | undefined;

/** The emulator of this worker. */
function opened(): Promise<Emulator> {
  opening ??= openEmulator();
  return opening;
}

const openWithinMs = 90_000;

// Not within the time of the first test, which may be short where the machine is slow.
beforeAll(async () => {
  await opened();
}, openWithinMs);

/** The test of vitest, with an emulator and an account of one's own. */
export const test: TestAPI<KoreFixtures> = base.extend<KoreFixtures>({
  emulator: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern which fixtures are needed.
    async ({}, use) => {
      const emulator = await opened();
      await use(emulator);
      await emulator.stop();
    },
    { scope: 'worker' },
  ],
  account: async ({ emulator, task }, use) => {
    const account = await emulator.account();
    await use(account);
    if (task.result?.state === 'fail') {
      for (const line of await account.report()) console.error(`emulator: ${line}`);
    }
    await account.remove();
  },
});

expect.extend({
  /** @param account the fixture of that name */
  toHaveReceived: (account: unknown, filter?: RequestFilter, count?: { times?: number }) => {
    if (isAccount(account)) return hasReceived(account, filter, count);
    throw new TypeError('toHaveReceived is for an account: await expect(account).toHaveReceived({...})');
  },
});

const isAccount = (value: unknown): value is TestAccount =>
  typeof value === 'object' && value !== null && 'accountId' in value && 'requests' in value;

export interface KoreMatchers<R> {
  /** Whether clients have sent requests that fit: so many, or at least one. To be awaited. */
  toHaveReceived(filter?: RequestFilter, count?: { times?: number }): Promise<R>;
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the declaration that this one adds to has it.
  interface Matchers<T = any> extends KoreMatchers<T> {}
}

export * from './index.ts';
export { expect };
