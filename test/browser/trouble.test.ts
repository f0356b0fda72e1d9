import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { spawnLocalServer } from '../contract/support/local-server.ts';
import { useConsole } from './support/console.ts';
import { serveAs } from './support/pipe.ts';

const emulator = useConsole();

describe('the key', () => {
  test('a wrong one is refused in words, and a right one goes on where the address says', async () => {
    const page = await emulator.visit(`${emulator.url}/_emulator/console/#/fidelity?search=skip`, {
      mayFail: /_emulator\//,
    });
    await page.getByLabel('Control key').fill('wrong');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByText('The emulator does not take this key').waitFor();
    await page.getByLabel('Control key').fill(emulator.controlKey);
    await page.getByRole('button', { name: 'Open' }).click();
    await page
      .getByRole('link', { name: 'Fidelity', exact: true })
      .and(page.locator('[aria-current]'))
      .waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('skip');
  });

  test('is kept for the tab where the person asks, and forgotten by Lock', async () => {
    const page = await emulator.visit(`${emulator.url}/_emulator/console/`);
    await page.getByLabel('Control key').fill(emulator.controlKey);
    await page.getByLabel('Keep it for this tab').check();
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByRole('navigation').waitFor();
    await page.reload();
    await page.getByRole('navigation').waitFor();
    await page.getByRole('button', { name: 'Lock' }).click();
    await page.getByLabel('Control key').waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });
});

test('a server that goes is told of, and the page goes on when it is back, or asks for the new key', async () => {
  const another = spawnLocalServer({ controlKey: 'another-key' });
  // Of an account of its own: any other may be gone with its test.
  const { accountId } = await emulator.createAccount();
  const first = await serveAs(emulator.url);
  const options = { mayFail: /127\.0\.0\.1/ };
  const patiently = { timeout: 60_000 };
  const address = `http://127.0.0.1:${first.port}`;
  const page = await emulator.visit(`${address}/_emulator/console/#key=${emulator.controlKey}`, options);
  await page.getByRole('banner').getByRole('combobox', { name: 'Account' }).waitFor();
  await page.evaluate(`location.hash = '#/requests?account=${accountId}'`);
  await first.stop();
  await page.getByText('Is it running?').waitFor();

  const second = await serveAs(emulator.url, first.port);
  await page.getByText('Is it running?').waitFor({ state: 'hidden', ...patiently });
  const mark = crypto.randomUUID();
  await fetch(`${address}/api/public/nothing?mark=${mark}`, { method: 'POST' });
  await page.getByRole('searchbox').fill(mark);
  await page.getByRole('row').filter({ hasText: 'path_unknown' }).waitFor();
  await page.getByRole('searchbox').fill('');
  await second.stop();
  await page.getByText('Is it running?').waitFor();

  const { url, stop } = await another;
  const third = await serveAs(url, first.port);
  await page.getByText('The emulator does not take this key, or no longer').waitFor(patiently);
  await page.getByLabel('Control key').fill('another-key');
  await page.getByRole('button', { name: 'Open' }).click();
  await page.getByText('No request yet').waitFor();
  await third.stop();
  await stop();
}, 180_000);

describe('an account that expires while it is shown', () => {
  const isThere = async (accountId: string): Promise<boolean> => {
    const headers = { authorization: `Bearer ${emulator.controlKey}` };
    return (await fetch(`${emulator.url}/_emulator/accounts/${accountId}`, { headers })).ok;
  };

  test.each<[screen: string, act: (page: Page) => Promise<unknown>]>([
    ['requests', async () => undefined],
    ['sessions', (page) => page.getByLabel('containmentType', { exact: true }).selectOption('agent')],
    ['time', (page) => page.getByRole('button', { name: '2 hours' }).click()],
  ])('is told of on %s', async (screen, act) => {
    const { accountId } = await emulator.createAccount();
    const page = await emulator.open(screen, accountId, { mayFail: new RegExp(accountId) });
    await page.getByRole('link', { name: /clock/ }).waitFor();
    await page.waitForLoadState('networkidle');
    await emulator.control('PATCH', `/accounts/${accountId}`, { expiresInSeconds: 1 });
    await expect.poll(() => isThere(accountId), { timeout: 20_000 }).toBe(false);
    await act(page);
    await page.getByText(`There is no account ${accountId}`).first().waitFor();
  });
});

test('a screen that was asked for is shown, though something is chosen on the one before at the same time', async () => {
  const { accountId } = await emulator.createAccount();
  const page = await emulator.open('requests', accountId);
  await page.locator('#search').waitFor();
  await page.evaluate(`
    location.hash = '#/try?account=${accountId}';
    const field = document.querySelector('#search');
    field.value = 'typed';
    field.dispatchEvent(new Event('input', { bubbles: true }));
  `);
  await page.getByRole('button', { name: 'Send' }).waitFor();
});

test('an account that was never there leads to making one', async () => {
  const page = await emulator.open('faults', 'acc-never', { mayFail: /acc-never/ });
  await page.getByText('There is no account acc-never').waitFor();
  await page.getByRole('button', { name: 'Make an account' }).click();
  await page.getByText('Make the emulator misbehave').waitFor();
  const made = /account=([\w-]+)/.exec(page.url())?.[1] ?? '';
  // What shows it would read it again.
  await page.goto('about:blank');
  await emulator.control('DELETE', `/accounts/${made}`);
});
