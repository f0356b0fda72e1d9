import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { spawnLocalServer } from '../contract/support/local-server.ts';
import { botPath, Console, type Entry, useConsole, type View } from './support/console.ts';

const emulator = useConsole();
const run = promisify(execFile);

const read = (account: View): Promise<View> => emulator.control('GET', `/accounts/${account.accountId}`);
const summary = (account: View): Promise<{ total: number }> =>
  emulator.control('GET', `/accounts/${account.accountId}/sessions/summary`);
const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();
const confirm = (page: Page, name: string): Promise<void> =>
  page.getByRole('dialog').getByRole('button', { name, exact: true }).click();

describe('requests', () => {
  test('new ones wait while one is open, are announced, and come in when asked for', async () => {
    const account = await emulator.createAccount();
    const good = await emulator.token(account, 'builder');
    await emulator.ask(botPath(account), good, { limit: 1 });
    const [first] = await emulator.journal(account, 1);
    const page = await emulator.open('requests', account.accountId);
    await page.locator(`[data-id="${first?.id}"]`).click();
    const before = await page.locator(`[data-id="${first?.id}"]`).boundingBox();
    for (const _ of [1, 2, 3]) await emulator.ask(botPath(account), good, { limit: 2 });
    const fresh = page.getByRole('button', { name: /^\d+ new$/ });
    await expect
      .poll(async () => Number.parseInt((await fresh.textContent()) ?? '', 10))
      .toBeGreaterThanOrEqual(3);
    expect(await page.getByText(/^\d+ new requests$/).count()).toBe(1);
    const own = page.getByRole('row').filter({ hasText: 'getSessions' });
    const shown = await own.count();
    expect(before?.x).toBe((await page.locator(`[data-id="${first?.id}"]`).boundingBox())?.x);
    await fresh.click();
    await expect.poll(() => own.count()).toBeGreaterThanOrEqual(shown + 3);
  });

  test('one comes in that was written later than one after it', async () => {
    const { accountId } = await emulator.createAccount();
    const [early, late] = [crypto.randomUUID(), crypto.randomUUID()];
    let isWritten = false;
    const page = await emulator.open('requests', accountId);
    await page.route('**/_emulator/requests?*', async (route) => {
      const response = await route.fetch();
      const { requests, ...rest } = (await response.json()) as { requests: Entry[] };
      const shown = requests.filter(({ query }) => isWritten || !query.includes(early));
      await route.fulfill({ response, json: { ...rest, requests: shown } });
    });
    for (const mark of [early, late]) {
      await fetch(`${emulator.url}/api/public/nothing?mark=${mark}`, { method: 'POST' });
    }
    await page.getByRole('row').filter({ hasText: late }).waitFor();
    isWritten = true;
    await page.getByRole('row').filter({ hasText: early }).waitFor();
  });

  test('come in at once where nobody is at the list', async () => {
    const account = await emulator.createAccount();
    const page = await emulator.open('requests', account.accountId);
    await page.getByRole('searchbox').waitFor();
    await page.mouse.move(0, 0);
    await emulator.ask(`${botPath(account)}?mark=live`, await emulator.token(account, 'builder'), {});
    await page.getByRole('row').filter({ hasText: 'mark=live' }).waitFor();
  });

  test('one is sent again, copied as a curl line, and as a test that holds', async () => {
    const account = await emulator.createAccount();
    const expired = await emulator.token(account, 'builder', 'expired');
    await emulator.ask(`${botPath(account)}?containmentType=none`, await emulator.token(account, 'builder'), {
      limit: 3,
    });
    await emulator.ask(botPath(account), expired, { limit: 3 });
    const [last, first] = await emulator.journal(account, 2);
    const page = await emulator.open('requests', account.accountId, { more: `&entry=${last?.id}` });
    // Whoever is refused for a token is refused before anybody reads the body.
    await page.getByText('before the body was read').waitFor();
    await press(page, 'Send again with a fresh token');
    await page.getByRole('dialog').locator('.s2xx').waitFor();
    await page.keyboard.press('Escape');
    await press(page, 'Copy as curl');
    await page.getByText('Copied the request as a curl line.').waitFor();
    const curl = String(await page.evaluate('navigator.clipboard.readText()'));
    const answered = await run('bash', ['-c', `${curl} -s`]);
    expect(JSON.parse(answered.stdout.split('\r\n\r\n').at(-1) ?? '')).toMatchObject({
      moreAvailable: false,
    });

    await page.evaluate(`location.hash = '#/requests?account=${account.accountId}&entry=${first?.id}'`);
    await page.getByRole('heading', { name: 'query_parameter_invalid' }).waitFor();
    await press(page, 'Copy as a test');
    await page.getByText('Copied the request as a test.').waitFor();
    const folder = mkdtempSync(join(tmpdir(), 'kore-console-'));
    const file = join(folder, 'copied.test.mjs');
    writeFileSync(file, String(await page.evaluate('navigator.clipboard.readText()')));
    const env = { ...process.env, KORE_CONTROL_KEY: emulator.controlKey };
    const { stdout } = await run(process.execPath, ['--test', '--test-reporter=tap', file], { env });
    rmSync(folder, { recursive: true });
    expect(stdout).toMatch(/# pass 1\n/);
  });

  test('the journal is emptied once that is confirmed', async () => {
    // With it go the requests of no account, which other tests look at: this one has an emulator of its own.
    const { stop, ...address } = await spawnLocalServer();
    const own = new Console(address);
    await own.start();
    await fetch(`${own.url}/api/public/nothing`, { method: 'POST' });
    const account = await own.createAccount();
    await own.ask(botPath(account), await own.token(account, 'builder'), {});
    await own.journal(account, 1);
    const page = await own.open('requests', account.accountId);
    await page.locator('[data-id]').first().waitFor();
    await press(page, 'Empty…');
    await page.getByText(`The journal of ${account.accountId} goes`).waitFor();
    await confirm(page, 'Leave it');
    expect(await own.journal(account, 1)).toHaveLength(1);
    await press(page, 'Empty…');
    await confirm(page, 'Empty it');
    await page.getByText('The list is empty.').waitFor();
    expect(await own.control('GET', `/accounts/${account.accountId}/requests`)).toEqual({
      requests: [],
    });
    expect(await own.control('GET', '/requests')).toMatchObject({ requests: [] });
    await own.check();
    await stop();
  });
});

describe('sessions', () => {
  test('one is changed, refused where it is wrong, and deleted', async () => {
    const account = await emulator.createAccount();
    const page = await emulator.open('sessions', account.accountId);
    const row = page.locator('[data-session]').nth(6);
    const id = await row.getAttribute('data-session');
    await row.click();
    const text = page.getByLabel('The row, as getSessions gives it');
    await expect.poll(() => text.inputValue()).toContain(id);
    const given = JSON.parse(await text.inputValue());
    await text.fill('{');
    await press(page, 'Save');
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await text.fill(JSON.stringify({ ...given, noOfMessagesExchanged: 777 }));
    await press(page, 'Save');
    await page.getByText(`Saved ${id}.`).waitFor();
    const path = `/accounts/${account.accountId}/sessions/${id}`;
    expect(await emulator.control('GET', path)).toMatchObject({ row: { noOfMessagesExchanged: 777 } });
    await confirm(page, 'Delete…');
    await page.getByText(`The session ${id} of ${account.accountId} goes.`).waitFor();
    await page.getByRole('button', { name: 'Delete it' }).click();
    await page.getByText(`Deleted ${id}.`).waitFor();
    await expect(emulator.control('GET', path)).rejects.toThrow('session_not_found');
  });

  test('all are exported, and those of a bot are deleted', async () => {
    const account = await emulator.createAccount();
    const page = await emulator.open('sessions', account.accountId);
    const download = page.waitForEvent('download');
    await press(page, 'Export all');
    const lines = readFileSync(await (await download).path(), 'utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(40);
    const bot = account.bots[0]?.botId;
    const left = lines.filter((line) => JSON.parse(line).botId !== bot).length;
    await page.getByLabel('botId', { exact: true }).selectOption(bot ?? '');
    await press(page, 'Delete…');
    await page.getByText(`all of the bot Support`).waitFor();
    await confirm(page, `Delete ${40 - left} sessions`);
    await page.getByText(`Deleted ${40 - left} sessions.`).waitFor();
    expect(await summary(account)).toMatchObject({ total: left });
  });

  test('a file that is no sessions, and one that is dropped', async () => {
    const account = await emulator.createAccount({ seed: undefined });
    const page = await emulator.open('sessions', account.accountId);
    await press(page, 'Import a file');
    const input = page.getByLabel('A file of sessions');
    await input.setInputFiles({
      name: 'error.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"errors":[]}'),
    });
    await page.getByRole('alert').filter({ hasText: 'error.json' }).waitFor();
    const row = { sessionId: 'ffff', botId: 'st-new', userId: 'u', start_time: '2026-03-09T10:00:00.000Z' };
    const drop = `(() => {
      const data = new DataTransfer();
      data.items.add(new File([${JSON.stringify(`${JSON.stringify(row)}\nbroken\n`)}], 'rows.ndjson'));
      document.querySelector('.drop').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    })()`;
    await page.evaluate(drop);
    await page.getByText('Bots added: st-new').waitFor();
    expect(await page.locator('.rejected tbody tr').innerText()).toMatch(/^2\s/);
    expect(await summary(account)).toMatchObject({ total: 1 });
  });
});

test('the account: bots, apps, expiry, settings, limits, reset and removal', async () => {
  const account = await emulator.createAccount();
  const page = await emulator.open('account', account.accountId);
  const bots = page.locator('#bots');
  await bots.getByLabel('Name', { exact: true }).fill('Returns');
  await press(page, 'Add a bot');
  await bots.getByRole('button', { name: 'Remove Returns' }).waitFor();
  expect((await read(account)).bots.map(({ name }) => name)).toContain('Returns');
  await bots.getByRole('button', { name: 'Remove Returns' }).click();
  await confirm(page, 'Remove it');
  await page.getByText('Removed Returns.').waitFor();
  expect((await read(account)).bots).toHaveLength(2);

  await page.getByLabel('Kind', { exact: true }).selectOption('admin');
  await press(page, 'Add an app');
  await page.getByText('The app is added.').waitFor();
  expect((await read(account)).apps).toHaveLength(3);
  await page.getByLabel('Enforce JTI').first().check();
  await page.getByText('Enforce JTI is on.').waitFor();
  expect((await read(account)).apps.filter((app) => 'enforceJti' in app && app.enforceJti)).toHaveLength(1);

  await page.getByLabel('defaultLimit', { exact: true }).fill('7');
  await press(page, 'Set defaultLimit');
  await page.getByText('defaultLimit is set.').waitFor();
  await page.getByLabel('exactlySevenDays', { exact: true }).selectOption('refuse');
  await page.getByText('exactlySevenDays is set.').waitFor();
  await page.getByLabel('errors', { exact: true }).fill('{"internal": {"status": 503}}');
  await press(page, 'Set errors');
  await page.getByText('errors is set.').waitFor();
  expect((await read(account)).settings).toMatchObject({
    defaultLimit: 7,
    exactlySevenDays: 'refuse',
    errors: { internal: { status: 503 } },
  });

  await page.evaluate(`location.hash = '#/faults?account=${account.accountId}'`);
  await press(page, "The vendor's limits");
  await page.getByRole('img', { name: 'last hour: 0 of 1800 used' }).first().waitFor();
  expect(await read(account)).toMatchObject({ rateLimit: { perMinute: 60, perHour: 1800 } });
  await page.getByLabel('API', { exact: true }).selectOption('getMessagesV2');
  await press(page, 'Add the rule');
  await page.getByText('The rule is set').waitFor();
  const rule = { match: { api: 'getMessagesV2' }, times: 1, effect: { error: 'rateLimitMinute' } };
  expect(await emulator.control('GET', `/accounts/${account.accountId}/faults`)).toMatchObject([rule]);

  await page.evaluate(`location.hash = '#/time?account=${account.accountId}'`);
  await emulator.control('DELETE', `/accounts/${account.accountId}/sessions`);
  await press(page, 'Reset…');
  await confirm(page, 'Reset');
  await page.getByText('The account is as it was made.').waitFor();
  expect(await summary(account)).toMatchObject({ total: 40 });

  await page.evaluate(`location.hash = '#/account?account=${account.accountId}'`);
  await press(page, 'Remove this account…');
  await page.getByText(`${account.accountId} goes with its 2 bots, 3 apps`).waitFor();
  await confirm(page, `Remove ${account.accountId}`);
  await page.getByText(`Removed ${account.accountId}.`).waitFor();
  await expect(read(account)).rejects.toThrow('account_not_found');
});
