import type { Emulator, TestAccount } from './api.ts';
import { openEmulator } from './emulator.ts';

type Use<T> = (value: T) => Promise<void>;

/** The fixtures of each test. */
export interface TestFixtures {
  /** A fresh one for each test, taken away after it. */
  account: TestAccount;
}

/** The fixtures of a worker. */
export interface WorkerFixtures {
  /** One for all tests of a worker: that of KORE_EMULATOR_URL, or else one that is started. */
  emulator: Emulator;
}

/** What Playwright tells of a test, once it has ended. */
interface TestInfo {
  status?: string;
  expectedStatus?: string;
}

interface Fixtures {
  emulator: [(none: object, use: Use<Emulator>) => Promise<void>, { scope: 'worker' }];
  account: (given: WorkerFixtures, use: Use<TestAccount>, info?: TestInfo) => Promise<void>;
}

/** For Playwright's `test.extend<TestFixtures, WorkerFixtures>`; vitest takes the same form. */
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
  account: async ({ emulator }, use, info) => {
    const account = await emulator.account();
    try {
      await use(account);
      if (info?.status !== info?.expectedStatus) {
        for (const line of await account.report()) console.error(`emulator: ${line}`);
      }
    } finally {
      await account.remove();
    }
  },
};
