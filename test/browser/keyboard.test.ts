import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { botPath, useConsole } from './support/console.ts';

const emulator = useConsole();

const focused = (page: Page): Promise<string> =>
  page.evaluate(
    `(document.activeElement?.getAttribute('aria-label') || document.activeElement?.textContent || '').trim()`,
  ) as Promise<string>;

/** Goes on with Tab until what is named has the focus. */
async function tabTo(page: Page, name: string | RegExp, by = 'Tab'): Promise<void> {
  for (let step = 0; step < 140; step++) {
    await page.keyboard.press(by);
    const text = await focused(page);
    if (typeof name === 'string' ? text === name : name.test(text)) return;
  }
  throw new Error(`Nothing called ${name} gets the focus.`);
}

/** To a field by the text of its label. */
async function tabToField(page: Page, label: string): Promise<void> {
  for (let step = 0; step < 140; step++) {
    await page.keyboard.press('Tab');
    const text = await page.evaluate(
      `[...(document.activeElement?.labels ?? [])].map((each) => each.textContent).join('')`,
    );
    if (text === label) return;
  }
  throw new Error(`No field called ${label} gets the focus.`);
}

async function visit(page: Page, screen: string): Promise<void> {
  await page.locator('.brand').focus();
  await tabTo(page, screen);
  await page.keyboard.press('Enter');
  await page.locator(`main[aria-label="${screen}"]`).waitFor();
  await page.waitForLoadState('networkidle');
}

test('one task on each screen, by the keyboard alone', async () => {
  const account = await emulator.createAccount();
  const good = await emulator.token(account, 'builder');
  await emulator.ask(botPath(account), good, { limit: 1 });
  await emulator.ask(botPath(account), await emulator.token(account, 'builder', 'expired'), {});
  await emulator.journal(account, 2);
  const page = await emulator.open('requests', account.accountId);

  // Requests: search, move to the one that is found, open it, close it.
  await page.locator('[data-id]').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('token_expired');
  await expect.poll(() => page.locator('[data-id]').count()).toBe(1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'One request' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('region', { name: 'One request' }).waitFor({ state: 'detached' });

  // Sessions: choose a day in the chart, open a session, close it.
  await visit(page, 'Sessions');
  await tabTo(page, /^2026-03-10: /);
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.url()).toContain('dateFrom=2026-03-09');
  await page.locator('[data-session]').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });

  await visit(page, 'Try it');
  await tabTo(page, 'Send');
  await page.keyboard.press('Enter');
  await page.locator('.answer').waitFor();

  await visit(page, 'Faults and limits');
  await tabTo(page, 'Add the rule');
  await page.keyboard.press('Enter');
  await page.getByText('The rule is set').waitFor();
  expect(await emulator.control('GET', `/accounts/${account.accountId}/faults`)).toHaveLength(1);

  await visit(page, 'Time and states');
  await tabTo(page, '2 hours');
  await page.keyboard.press('Space');
  await expect
    .poll(() => emulator.control('GET', `/accounts/${account.accountId}/clock`))
    .toEqual({ mode: 'frozen', now: '2026-03-10T14:00:00.000Z' });

  await visit(page, 'Account');
  await tabToField(page, 'requireExp');
  await page.keyboard.press('Space');
  await expect
    .poll(
      async () =>
        (await emulator.control<{ settings: unknown }>('GET', `/accounts/${account.accountId}`)).settings,
    )
    .toMatchObject({ requireExp: true });

  await visit(page, 'Fidelity');
  await page.keyboard.press('/');
  await page.keyboard.type('HS256');
  await expect.poll(() => page.locator('.fidelity tbody tr').count()).toBeLessThan(6);
});

test('the focus stays at its place in the list of sessions when the rows there are others', async () => {
  const account = await emulator.createAccount();
  const address = (from: string, to: string, more = '') =>
    `#/sessions?account=${account.accountId}&dateFrom=${from}&dateTo=${to}${more}`;
  const page = await emulator.open('sessions', account.accountId);
  const sessions = () =>
    page.evaluate(
      `[...document.querySelectorAll('[data-session]')].map((row) => row.getAttribute('data-session'))`,
    ) as Promise<string[]>;
  const focusedPlace = async () => {
    const focused = await page.evaluate(`document.activeElement?.getAttribute('data-session')`);
    return (await sessions()).indexOf(String(focused));
  };
  const goTo = async (to: string) => {
    const [before] = await sessions();
    await page.evaluate(`location.hash = ${JSON.stringify(to)}`);
    await page.locator(`[data-session="${before}"]`).waitFor({ state: 'detached' });
    return sessions();
  };
  await page.locator('[data-session]').first().waitFor();
  expect((await goTo(address('2026-03-04', '2026-03-05'))).length).toBeGreaterThan(2);
  for (const _ of [0, 1, 2]) await page.keyboard.press('ArrowDown');
  expect(await focusedPlace()).toBe(2);

  const others = await goTo(address('2026-03-08', '2026-03-10'));
  expect(others.length).toBeGreaterThan(3);
  expect(await focusedPlace()).toBe(2);

  // Others come while a dialog is open; once it is closed the focus is back, a moment later.
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await goTo(address('2026-03-04', '2026-03-05', `&session=${others[2]}`));
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(focusedPlace).toBe(2);

  // Of fewer it is the last.
  const fewer = await goTo(address('2026-03-07', '2026-03-07'));
  expect(fewer.length).toBeLessThan(3);
  expect(await focusedPlace()).toBe(fewer.length - 1);
});
