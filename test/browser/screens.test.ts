import { beforeAll, describe, expect, test } from 'vitest';
import { botPath, type Entry, useConsole, type View } from './support/console.ts';

const emulator = useConsole();

let account: View;
let entries: Entry[];

beforeAll(async () => {
  account = await emulator.createAccount();
  const [good, admin, expired] = await Promise.all([
    emulator.token(account, 'builder'),
    emulator.token(account, 'admin'),
    emulator.token(account, 'builder', 'expired'),
  ]);
  await emulator.ask(botPath(account), good, { limit: 3 });
  await emulator.ask('/api/public/getSessions', admin, { limit: 5 });
  await emulator.ask(botPath(account), expired, {});
  await emulator.ask(botPath(account), good, { limt: 5 });
  await emulator.ask(botPath(account), good, { dateFrom: '2020-01-01', dateTo: '2020-01-03' });
  await emulator.ask(`${botPath(account)}?stranger=${account.accountId}`, undefined, {});
  entries = await emulator.journal(account, 5);
});

describe('requests', () => {
  test('shows what the journal has, and requests of no account in the same list', async () => {
    const page = await emulator.open('requests', account.accountId);
    for (const entry of entries) {
      const row = page.locator(`[data-id="${entry.id}"]`);
      await row.waitFor();
      const cells = await row.getByRole('gridcell').allInnerTexts();
      expect(cells[4]).toBe(String(entry.status));
      expect(cells[5]).toBe(entry.reason?.code ?? '');
      expect(cells[6]).toBe(entry.returned === undefined ? '' : `${entry.returned} of ${entry.total}`);
      expect(cells[10]).toBe(entry.unread.join(', '));
    }
    const stranger = page.getByRole('row').filter({ hasText: `stranger=${account.accountId}` });
    await stranger.click();
    await page.getByText('It belongs to no account').waitFor();
  });

  test('shows why one was refused, and by which check', async () => {
    const refused = entries.find(({ status }) => status === 401);
    const page = await emulator.open('requests', account.accountId, { more: `&entry=${refused?.id}` });
    const detail = page.getByRole('region', { name: 'One request' });
    expect(await detail.locator('.reason-text').innerText()).toBe(refused?.reason?.text);
    expect(await detail.locator('.checks .refused').innerText()).toMatch(/^Token/);
    expect(await detail.locator('.checks .not-reached').count()).toBe(6);
    await detail.getByText('Invalid SDK credentials').waitFor();
  });

  test('shows which filter emptied a page', async () => {
    const emptied = entries.find(({ returned }) => returned === 0);
    const page = await emulator.open('requests', account.accountId, { more: `&entry=${emptied?.id}` });
    const detail = page.getByRole('region', { name: 'One request' });
    expect(await detail.locator('.narrowing .emptied').innerText()).toMatch(/dateFrom and dateTo\s*0/);
  });

  test('filters by status, problems and words', async () => {
    const page = await emulator.open('requests', account.accountId, { more: '&search=limt' });
    await page.locator('.row:not(.head)').first().waitFor();
    expect(await page.locator('.row:not(.head)').count()).toBe(1);
    await page.getByRole('searchbox').fill('');
    const builder = account.apps.find(({ kind }) => kind === 'builder')?.clientId ?? '';
    await page.getByRole('combobox', { name: 'App' }).selectOption(builder);
    await page.getByRole('combobox', { name: 'Status' }).selectOption('4xx');
    await expect.poll(() => page.locator('.row:not(.head)').count()).toBe(1);
    await page.getByRole('combobox', { name: 'Status' }).selectOption('');
    await page.getByLabel('Problems only').check();
    await expect.poll(() => page.locator('.row:not(.head)').count()).toBe(3);
    expect(page.url()).toContain('problems=only');
  });
});

describe('sessions', () => {
  test('shows the rows and totals that getSessions answers, page by page', async () => {
    const admin = await emulator.token(account, 'admin');
    const page = await emulator.open('sessions', account.accountId);
    for (const [filters, query] of [
      ['', ''],
      ['&containmentType=agent', '?containmentType=agent'],
    ] as const) {
      await page.evaluate(`location.hash = '#/sessions?account=${account.accountId}${filters}'`);
      const answer = await emulator.ask(`/api/public/getSessions${query}`, admin, { limit: 25 });
      const { total, sessions } = answer.body as { total: number; sessions: { sessionId: string }[] };
      const ids = sessions.map(({ sessionId }) => sessionId);
      const shown = () =>
        page
          .locator('[data-session]')
          .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-session')));
      await expect.poll(shown).toEqual(ids);
      await page.getByText(`1 to ${ids.length} of ${total} sessions`).waitFor();
    }
    await page.evaluate(`location.hash = '#/sessions?account=${account.accountId}'`);
    await page.getByText('1 to 25 of').waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText(/26 to \d+ of/).waitFor();
  });

  test('shows in its chart what there is by day and type, and takes a range from it', async () => {
    const summary = await emulator.control<{ total: number; perDay: Record<string, number> }>(
      'GET',
      `/accounts/${account.accountId}/sessions/summary`,
    );
    const page = await emulator.open('sessions', account.accountId);
    expect(await page.locator('.chart-total').innerText()).toBe(String(summary.total));
    const bars = page.locator('.bar-hit');
    const names = await bars.evaluateAll((all) => all.map((bar) => bar.getAttribute('aria-label')));
    for (const [date, count] of Object.entries(summary.perDay)) {
      expect(names.filter((name) => name?.startsWith(`${date}: ${count} sessions`))).toHaveLength(1);
    }
    await bars.first().click();
    await expect
      .poll(() => page.getByLabel('dateFrom (GMT)').inputValue())
      .toBe(Object.keys(summary.perDay).sort()[0]);
    await bars.nth(2).click({ modifiers: ['Shift'] });
    const chosen = await page.getByLabel('dateTo (GMT)').inputValue();
    expect(names[2]?.startsWith(chosen)).toBe(true);
  });

  test("words the vendor's refusal where a filter is not valid", async () => {
    const page = await emulator.open('sessions', account.accountId, {
      more: '&dateFrom=2020-01-01&dateTo=2021-01-01',
    });
    await page.getByText('window_too_long').waitFor();
    await page.getByRole('heading', { name: /412 The duration between dateFrom and dateTo/ }).waitFor();
  });
});

test('try it shows the answer with headers and reason', async () => {
  const page = await emulator.open('try', account.accountId, { mayFail: /\/api\/public\// });
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('.answer .s2xx').waitFor();
  const shown = JSON.parse(await page.getByRole('region', { name: 'the body' }).innerText());
  const good = await emulator.token(account, 'builder');
  expect(shown).toEqual((await emulator.ask(botPath(account), good, { limit: 2 })).body);
  await page.getByLabel('Flaw of the token').selectOption('wrongSignature');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText(/^signature_invalid: /).waitFor();
  for (const language of ['curl', 'Node.js', 'Python', 'Java']) {
    await page.getByRole('button', { name: language, exact: true }).click();
    await page.getByRole('region', { name: `the request in ${language}` }).waitFor();
  }
});

test('faults and limits shows hits, what is left, and both windows', async () => {
  const own = await emulator.createAccount({ rateLimit: { perMinute: 5, perHour: 9 } });
  const faults = `/accounts/${own.accountId}/faults`;
  await emulator.control('PUT', faults, [{ times: 3, effect: { delay: 1 } }]);
  const good = await emulator.token(own, 'builder');
  for (const _ of [1, 2]) await emulator.ask(botPath(own), good, {});
  const page = await emulator.open('faults', own.accountId);
  await expect.poll(() => page.locator('.hits').innerText()).toBe('2');
  expect(await page.locator('.left-over').innerText()).toBe('1');
  await page.getByRole('img', { name: 'last 60 s: 2 of 5 used' }).waitFor();
  await page.getByRole('img', { name: 'last hour: 2 of 9 used' }).waitFor();
});

test('time and states shows the clock and what is active by it', async () => {
  const page = await emulator.open('time', account.accountId);
  await page.getByText('2026-03-10 12:00:00 UTC').waitFor();
  await page.getByText('13:00 here (UTC+01:00)').waitFor();
  expect(await page.locator('.active-count').innerText()).toBe('4');
});

test('account shows bots, apps and settings as the API has them, and no secret before it is asked for', async () => {
  const page = await emulator.open('account', account.accountId);
  await page.getByRole('heading', { name: 'Settings' }).waitFor();
  for (const { botId } of account.bots) await page.getByText(botId, { exact: true }).waitFor();
  const [app] = account.apps;
  expect(await page.getByText(app?.clientSecret ?? '').count()).toBe(0);
  await page.getByRole('button', { name: `Show the secret of ${app?.name}` }).click();
  await page.getByText(app?.clientSecret ?? '').waitFor();
  await page.getByLabel('defaultLimit', { exact: true }).waitFor();
  for (const [name, value] of Object.entries(account.settings)) {
    const control = page.locator(`#setting-${name}`).locator('input, select, textarea').first();
    if (typeof value === 'boolean') expect(await control.isChecked(), name).toBe(value);
    else if (typeof value !== 'object') expect(await control.inputValue(), name).toBe(String(value));
  }
});

test('fidelity shows every row of the table, and finds some', async () => {
  const page = await emulator.open('fidelity', account.accountId);
  const rows = page.locator('.fidelity tbody tr');
  await rows.first().waitFor();
  expect(await rows.count()).toBeGreaterThan(100);
  await page.getByRole('searchbox').fill('dateOnlyDateTo');
  await expect.poll(() => rows.count()).toBeLessThan(5);
  expect(await rows.first().innerText()).toContain('assumed');
});

test('the key is taken out of the address at once, and sent to nobody but the emulator', async () => {
  const page = await emulator.open('requests', account.accountId);
  expect(page.url()).not.toContain(emulator.controlKey);
  expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage, document.cookie])')).toBe(
    '[{},{},""]',
  );
  await page.goBack().catch(() => undefined);
  expect(page.url()).not.toContain(emulator.controlKey);
});

test('the root leads a browser here', async () => {
  const page = await emulator.visit(`${emulator.url}/`);
  expect(page.url()).toBe(`${emulator.url}/_emulator/console/`);
  await page.getByLabel('Control key').waitFor();
});
