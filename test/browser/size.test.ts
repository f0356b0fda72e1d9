import { beforeAll, expect, test } from 'vitest';
import { botPath, useConsole, type View } from './support/console.ts';

const emulator = useConsole();
/** A few pages of either, which the console has to put together; SIZE=full makes as many as a laptop keeps. */
const [requests, sessions] = process.env['SIZE'] === 'full' ? [10_000, 100_000] : [2_000, 20_000];
const partSize = 15_000;
/** One in so many requests has a field that nothing reads. */
const strangeEach = 200;
/** As many rows a window of the list has, and some to spare: what the page does does not grow with the list. */
const mostRows = 80;

let account: View;

beforeAll(async () => {
  account = await emulator.createAccount({ seed: undefined });
  const good = await emulator.token(account, 'builder');
  const path = botPath(account);
  let left = requests;
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const body = left % strangeEach === 7 ? { limit: 1, strange: left } : { limit: 0 };
      await emulator.ask(path, good, body);
    }
  };
  await Promise.all(Array.from({ length: 16 }, client));
  let part = { arguments: {}, next: 0 as number | undefined };
  const all = { count: sessions, from: '2026-02-10', to: '2026-03-10T12:00:00.000Z' };
  while (part.next !== undefined) {
    part = await emulator.control('POST', `/accounts/${account.accountId}/sessions/generate`, {
      ...all,
      ...part.arguments,
      offset: part.next,
      limit: partSize,
    });
  }
}, 240_000);

/** How long the page takes from a change to what it has to show then, in its own time. */
const timed = (change: string, until: string): string => `new Promise((resolve) => {
  const begun = performance.now();
  const look = () => (${until}) ? resolve(performance.now() - begun) : requestAnimationFrame(look);
  ${change};
  look();
})`;

test(`a filter over ${requests} requests shows soon`, async () => {
  const page = await emulator.open('requests', account.accountId, { more: '&search=nothing-has-this' });
  // The list has those of no account too, which other files make meanwhile.
  const count = page.locator('.count');
  const listed = async () => Number((await count.innerText()).replace('0 of ', ''));
  await expect.poll(listed, { timeout: 50_000 }).toBeGreaterThanOrEqual(requests);
  await page.getByRole('button', { name: 'Take the filters away' }).click();
  await page.getByRole('combobox', { name: 'Bot' }).selectOption(account.bots[0]?.botId ?? '');
  await expect
    .poll(async () => Number.parseInt(await count.innerText(), 10), { timeout: 20_000 })
    .toBe(requests);
  await page.locator('[data-id]').first().waitFor();
  expect(await page.locator('[data-id]').count()).toBeLessThan(mostRows);
  const type = `(() => { const field = document.getElementById('search'); field.value = 'strange'; field.dispatchEvent(new Event('input', { bubbles: true })); })()`;
  const took = await page.evaluate(
    timed(type, `document.querySelectorAll('[data-id]').length === ${requests / strangeEach}`),
  );
  console.log(`filter over ${requests} requests: ${Math.round(Number(took))} ms`);
  expect(await page.locator('[data-id]').count()).toBe(requests / strangeEach);
}, 180_000);

test(`${sessions} sessions are counted exactly, and a filter shows soon after its answer`, async () => {
  const page = await emulator.open('sessions', account.accountId);
  await expect
    .poll(() => page.locator('.chart-total').innerText(), { timeout: 60_000 })
    .toBe(String(sessions));
  const answered = page.waitForResponse(
    (response) =>
      response.url().endsWith('/explain') && response.request().postData()?.includes('agent') === true,
  );
  const begun = Date.now();
  await page.getByLabel('containmentType', { exact: true }).selectOption('agent');
  await (await answered).finished();
  const answeredMs = Date.now() - begun;
  await page.locator('[data-session]').filter({ hasText: 'agent' }).first().waitFor();
  console.log(
    `filter over ${sessions} sessions: answered after ${answeredMs} ms, shown after ${Date.now() - begun} ms`,
  );
  expect(await page.locator('[data-session]').count()).toBe(25);
});
