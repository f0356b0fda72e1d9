import { expect, test } from 'vitest';
import { botPath, useConsole } from './support/console.ts';

const emulator = useConsole();

const markup = '<img src=x onerror="window.struck=true"><script>window.struck=true</script>';
const rightToLeft = 'مرحبا \u202etxt.exe שלום';
const emoji = '👩‍👩‍👧‍👦🏳️‍🌈 ok';
const long = `begin-${'x'.repeat(8_000)}-end`;

test('whatever clients and rows hold is shown as text', async () => {
  const account = await emulator.createAccount({
    seed: undefined,
    bots: [
      { botId: 'st-markup', name: markup },
      { botId: 'st-rtl', name: rightToLeft },
      { botId: 'st-emoji', name: emoji },
      { botId: 'st-long', name: long.slice(0, 100) },
    ],
  });
  const rows = account.bots.map(({ botId }, index) => ({
    sessionId: `6465cf6e4769ed4e822b82a${index}`,
    botId,
    userId: [markup, rightToLeft, emoji, 'x'.repeat(256)][index],
    start_time: '2026-03-09T10:00:00.000Z',
    channel: markup.slice(0, 60),
    tags: { userTags: [], sessionTags: [{ name: markup, value: long }] },
  }));
  await emulator.control('POST', `/accounts/${account.accountId}/sessions`, rows);
  const good = await emulator.token(account, 'builder');
  for (const [index, text] of [markup, rightToLeft, emoji, long].entries()) {
    await emulator.ask(botPath(account, index), good, { userId: text, [text.slice(0, 90)]: 1 });
  }
  await emulator.ask(
    `/api/public/bot/${encodeURIComponent(markup)}/getSessions?x=${encodeURIComponent(markup)}`,
    good,
    {},
  );
  const entries = await emulator.journal(account, 4);

  const page = await emulator.open('requests', account.accountId);
  for (const { id } of entries) {
    await page.locator(`[data-id="${id}"]`).click();
    await page.getByRole('region', { name: 'the request', exact: true }).waitFor();
    await page.keyboard.press('Escape');
  }
  await page.evaluate(`location.hash = '#/sessions?account=${account.accountId}'`);
  for (const [index, { userId }] of rows.entries()) {
    const row = page.locator('[data-session]').nth(index);
    await row.waitFor();
    expect(rows.map((each) => each.userId)).toContain(await row.getByRole('gridcell').nth(5).innerText());
    expect(userId).not.toBe('');
  }
  await page.locator('[data-session]').first().click();
  await page.getByRole('dialog').waitFor();
  await expect.poll(() => page.getByLabel('The row, as getSessions gives it').inputValue()).toContain('-end');
  await page.keyboard.press('Escape');
  for (const screen of ['account', 'try', 'faults']) {
    await page.evaluate(`location.hash = '#/${screen}?account=${account.accountId}'`);
    await page.getByText('<img').first().waitFor({ state: 'attached' });
  }
  expect(await page.evaluate('window.struck')).toBeUndefined();
  expect(await page.locator('#app img, #app script').count()).toBe(0);
});
