import { expect, test } from 'vitest';
import { readOptions } from '../../../../infra/local/options.ts';
import { start } from '../../../../infra/local/start.ts';
import { askAll } from '../support/ask.ts';

const listening = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'TCPServerWrap').length;

test('while it runs and answers, the emulator listens on one port and asks no other', async () => {
  const before = listening();
  const options = readOptions(['--port', '0'], 'start');
  if (!options) throw new Error('No help was asked for.');
  const started = await start(options, {}, () => {});
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
