import { describe, expect, inject, test } from 'vitest';
import { botPath, useConsole } from './support/console.ts';
import type {} from './support/functions-setup.ts';

const functions = inject('browserFunctions');

// What the console shows is held against `npm start`; here, what the way through API Gateway could spoil.
describe.each(['lambda-v1', 'lambda-v2'] as const)('built functions behind the events of %s', (kind) => {
  const emulator = useConsole(functions[kind]);

  test('the root leads to the console, and the key opens it', async () => {
    const page = await emulator.visit(`${emulator.url}/`);
    expect(page.url()).toBe(`${emulator.url}/_emulator/console/`);
    await page.getByLabel('Control key').fill(emulator.controlKey);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByRole('navigation').waitFor();
    expect(page.url()).not.toContain(emulator.controlKey);
  });

  test('each screen shows what the API has, and one takes a file', async () => {
    const account = await emulator.createAccount({ rateLimit: { perMinute: 9, perHour: 99 } });
    const { accountId } = account;
    const good = await emulator.token(account, 'builder');
    const answer = await emulator.ask(`${botPath(account)}?containmentType=agent`, good, { limit: 3 });
    const expired = await emulator.token(account, 'builder', 'expired');
    await emulator.ask(botPath(account), expired, {});
    const entries = await emulator.journal(account, 2);
    await emulator.control('PUT', `/accounts/${accountId}/faults`, [{ times: 3, effect: { delay: 1 } }]);
    await emulator.control('PUT', `/accounts/${accountId}/snapshots/kept`);
    const page = await emulator.open('requests', accountId);
    const goTo = (screen: string, more = '') =>
      page.evaluate(`location.hash = ${JSON.stringify(`#/${screen}?account=${accountId}${more}`)}`);

    for (const { id } of entries) await page.locator(`[data-id="${id}"]`).waitFor();
    await page.getByRole('row').filter({ hasText: 'token_expired' }).click();
    await page.getByRole('region', { name: 'One request' }).getByText('Invalid SDK credentials').waitFor();

    await goTo('sessions', `&containmentType=agent&botId=${account.bots[0]?.botId}`);
    const { total } = answer.body as { total: number };
    await page.getByText(new RegExp(`1 to ${Math.min(total, 25)} of ${total} sessions`)).waitFor();
    await page.locator('.chart').waitFor();

    await goTo('faults');
    await expect.poll(() => page.locator('.left-over').innerText()).toBe('3');
    await page.getByRole('img', { name: 'last 60 s: 1 of 9 used' }).first().waitFor();
    await goTo('time');
    await page.getByText('2026-03-10 12:00:00 UTC').waitFor();
    await page.getByRole('cell', { name: 'kept', exact: true }).waitFor();
    await goTo('account');
    for (const { botId } of account.bots) await page.getByText(botId, { exact: true }).waitFor();
    await goTo('fidelity');
    await page.locator('.fidelity tbody tr').nth(100).waitFor();
    await goTo('try');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.answer .s2xx').waitFor();

    await goTo('sessions');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    const row = { sessionId: 'ffff', botId: account.bots[0]?.botId, userId: 'ü 👋' };
    await page.getByLabel('A file of sessions').setInputFiles({
      name: 'rows.ndjson',
      mimeType: 'application/x-ndjson',
      buffer: Buffer.from(`${JSON.stringify({ ...row, start_time: '2026-03-09T10:00:00.000Z' })}\n`),
    });
    await page.getByText('1 session written').or(page.getByText('1 sessions written')).first().waitFor();
    expect(await emulator.control('GET', `/accounts/${accountId}/sessions/ffff`)).toMatchObject({
      row: { userId: 'ü 👋' },
    });
  });
});
