import type { Emulator, TestAccount } from './api.ts';
import { openEmulator } from './emulator.ts';

type Use<T> = (value: T) => Promise<void>;

interface Fixtures {
  /** One for all tests of a worker: that of KORE_EMULATOR_URL, or else one that is started. */
  readonly emulator: readonly [
    (none: object, use: Use<Emulator>) => Promise<void>,
    { readonly scope: 'worker' },
  ];
  /** A fresh one for each test, taken away after it. */
  readonly account: (given: { emulator: Emulator }, use: Use<TestAccount>) => Promise<void>;
}

/** For `test.extend`, in the form that Playwright and vitest share. */
export const fixtures: Fixtures = {
  emulator: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are needed.
    async ({}, use) => {
      const opened = await openEmulator();
      try {
        await use(opened);
      } finally {
        await opened.stop();
      }
    },
    { scope: 'worker' },
  ],
  account: async ({ emulator }, use) => {
    const account = await emulator.account();
    try {
      await use(account);
    } finally {
      await account.remove();
    }
  },
};
