import { expect, test } from 'vitest';
import { start } from '../../../../infra/local/start.ts';
import { askAll } from '../support/ask.ts';

const listening = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;

test('while it runs and answers, the emulator listens on one port and asks no other', async () => {
  const before = listening();
  const options = {
    port: 0,
    host: '127.0.0.1',
    data: undefined,
    seed: undefined,
    empty: false,
    controlKey: 'key',
  };
  const started = await start(options, undefined, () => {});
  try {
    expect(listening() - before).toBe(1);
    const { url, controlKey, account } = started;
    const apps = [...account.apps.values()];
    const bots = [...account.bots.values()];
    expect(
      (await askAll({ url, controlKey, account: { accountId: account.accountId, apps, bots } })).total,
    ).toBeGreaterThan(0);
    expect(listening() - before).toBe(1);
  } finally {
    await started.close();
  }
});
