import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { botPath, type Entry, useConsole, type View } from './support/console.ts';

const emulator = useConsole();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let account: View;
let entries: Entry[];

beforeAll(async () => {
  account = await emulator.createAccount({ rateLimit: 'vendor' });
  const good = await emulator.token(account, 'builder');
  await emulator.ask(botPath(account), good, { limit: 3 });
  await emulator.ask(botPath(account), good, { limt: 3 });
  await emulator.ask(botPath(account), good, { dateFrom: '2020-01-01', dateTo: '2020-01-02' });
  await emulator.ask(botPath(account), await emulator.token(account, 'builder', 'expired'), {});
  await emulator.control('PUT', `/accounts/${account.accountId}/faults`, [
    { times: 2, effect: { error: 'internal' } },
  ]);
  await emulator.control('PUT', `/accounts/${account.accountId}/snapshots/before`);
  entries = await emulator.journal(account, 4);
});

interface Finding {
  id: string;
  nodes: { target: string[]; html: string }[];
}

const everyRule = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
} as const;
/** What a page of the same elements in other colours can break. */
const rulesOfColour = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } as const;

/** What axe-core finds by the rules of WCAG 2.2 AA, each with where. */
async function findings(
  page: Page,
  runOnly: typeof everyRule | typeof rulesOfColour = everyRule,
): Promise<string[]> {
  // By the protocol, past the page's own policy.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe);
  const run = `axe.run(document, { runOnly: ${JSON.stringify(runOnly)}, resultTypes: ['violations'] }).then(({ violations }) => violations)`;
  const violations = (await page.evaluate(run)) as Finding[];
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 120)}`),
  );
}

/** Every screen, and what it shows once something is opened in it. */
const views: readonly (readonly [name: string, screen: string, opened?: (page: Page) => Promise<void>])[] = [
  ['requests', 'requests'],
  ['one request', 'requests', async (page) => page.locator(`[data-id="${entries[0]?.id}"]`).click()],
  [
    'an empty page explained',
    'requests',
    async (page) => page.getByRole('row').filter({ hasText: '0 of 0' }).click(),
  ],
  ['sessions', 'sessions'],
  ['import', 'sessions', async (page) => page.getByRole('button', { name: 'Import', exact: true }).click()],
  [
    'generate',
    'sessions',
    async (page) => page.getByRole('button', { name: 'Generate', exact: true }).click(),
  ],
  ['one session', 'sessions', async (page) => page.locator('[data-session]').first().click()],
  ['a confirmation', 'sessions', async (page) => page.getByRole('button', { name: 'Delete…' }).click()],
  ['try it', 'try', async (page) => page.getByRole('button', { name: 'Send' }).click()],
  ['code', 'try', async (page) => page.getByRole('button', { name: 'Python' }).click()],
  ['faults and limits', 'faults'],
  ['time and states', 'time'],
  ['account', 'account'],
  ['fidelity', 'fidelity'],
];

/** What is found in light colours, and then in dark ones. */
async function inBothColours(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await findings(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await findings(page, rulesOfColour);
  return [...light, ...dark.map((each) => `in dark colours, ${each}`)];
}

describe('in light and in dark colours', () => {
  test('axe-core finds nothing on any screen', async () => {
    const page = await emulator.open('requests', account.accountId, { mayFail: /\/api\/public\// });
    const found: Record<string, string[]> = {};
    for (const [name, screen, opened] of views) {
      await page.keyboard.press('Escape');
      await page.evaluate(`location.hash = '#/${screen}?account=${account.accountId}'`);
      await page.locator(`main[aria-label]`).waitFor();
      await page.waitForLoadState('networkidle');
      await opened?.(page);
      if (opened) await page.waitForLoadState('networkidle');
      found[name] = await inBothColours(page);
    }
    expect(found).toEqual(Object.fromEntries(views.map(([name]) => [name, []])));
  });

  test('nor where the key is asked for', async () => {
    const page = await emulator.visit(`${emulator.url}/_emulator/console/`);
    await page.getByLabel('Control key').waitFor();
    expect(await inBothColours(page)).toEqual([]);
  });
});

test('at 320 pixels nothing is found either, and no screen is wider than the page', async () => {
  const page = await emulator.open('requests', account.accountId, { viewport: { width: 320, height: 640 } });
  const found: Record<string, unknown> = {};
  for (const screen of ['requests', 'sessions', 'try', 'faults', 'time', 'account', 'fidelity']) {
    await page.evaluate(`location.hash = '#/${screen}?account=${account.accountId}'`);
    await page.waitForLoadState('networkidle');
    const wide = await page.evaluate(
      `[...document.querySelectorAll('html, main, .page, .card')].filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.className || each.tagName)`,
    );
    found[screen] = [await findings(page), wide];
  }
  expect(found).toEqual(Object.fromEntries(Object.keys(found).map((screen) => [screen, [[], []]])));
});
