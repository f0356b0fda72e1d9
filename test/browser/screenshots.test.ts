import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { botPath, useConsole, type View } from './support/console.ts';

const emulator = useConsole();
const root = join(import.meta.dirname, '../..');

/** The configuration runs this only on purpose: times and ids differ from run to run. */
const folder = join(root, 'docs/images');
const accountId = 'shop-tests';

let account: View;

beforeAll(async () => {
  account = await emulator.control<View>('POST', '/accounts', {
    accountId,
    bots: [
      { botId: 'st-5715b6ea-5038-5c40-b6ea-fbb299b54d0c', name: 'Support' },
      { botId: 'st-dc600cf5-b1c5-581e-a2c3-eb81fe39c927', name: 'Orders' },
    ],
    apps: [
      { kind: 'builder', name: 'Nightly export' },
      { kind: 'admin', name: 'Dashboard' },
    ],
    clock: { mode: 'frozen', now: '2026-03-10T14:20:00.000Z' },
    seed: {
      count: 1_800,
      active: 9,
      from: '2026-02-09',
      to: '2026-03-10T14:20:00.000Z',
      mix: { containmentType: { selfService: 5, agent: 3, dropOff: 2 } },
    },
    rateLimit: 'vendor',
    expiresInSeconds: 3600,
  });
  const [good, admin, expired, forged] = await Promise.all([
    emulator.token(account, 'builder'),
    emulator.token(account, 'admin'),
    emulator.token(account, 'builder', 'expired'),
    emulator.token(account, 'builder', 'wrongSignature'),
  ]);
  const [support, orders] = [botPath(account), botPath(account, 1)];
  const asked: [string, string | undefined, unknown][] = [
    [support, good, { limit: 100 }],
    [`${orders}?containmentType=agent`, good, { limit: 50 }],
    ['/api/public/getSessions', admin, { limit: 100, dateFrom: '2026-03-04', dateTo: '2026-03-10' }],
    [support, good, { dateFrom: '2026-02-01', dateTo: '2026-03-10' }],
    [support, forged, { limit: 100 }],
    [orders, good, { limt: 500, dateFrm: '2026-03-09' }],
    [support, good, { skip: 100 }],
    ['/api/public/bot/st-none/getSessions', good, {}],
    [support, undefined, {}],
    [`${support}?containmentType=agent`, good, { userId: 'u-00000000-0000-0000-0000-000000000000' }],
    [orders, expired, {}],
    ['/api/public/getSessions', good, {}],
  ];
  for (const [path, token, body] of asked) await emulator.ask(path, token, body);
  await emulator.control('PUT', `/accounts/${accountId}/faults`, [
    { match: { botId: account.bots[1]?.botId }, times: 2, effect: { error: 'rateLimitMinute' } },
    { match: { containmentType: 'agent' }, effect: { delay: 1 } },
  ]);
  await emulator.ask(orders, good, {});
  await emulator.control('PUT', `/accounts/${accountId}/snapshots/before-the-sale`);
  await emulator.control('PUT', `/accounts/${accountId}/snapshots/golden`);
  await emulator.journal(account, 10);
});

const pictures: readonly (readonly [
  name: string,
  screen: string,
  ready: (page: Page) => Promise<unknown>,
])[] = [
  ['requests', 'requests', (page) => page.locator('[data-id]').nth(9).waitFor()],
  [
    'request',
    'requests',
    async (page) => {
      await page.getByRole('row').filter({ hasText: '0 of 0' }).click();
      await page.locator('.narrowing').waitFor();
    },
  ],
  ['sessions', 'sessions', (page) => page.locator('.chart').waitFor()],
  [
    'try',
    'try',
    async (page) => {
      await page.getByLabel('Flaw of the token').selectOption('wrongSignature');
      await page.getByRole('button', { name: 'Send' }).click();
      await page.locator('.answer').waitFor();
    },
  ],
  ['faults', 'faults', (page) => page.getByText('last hour').first().waitFor()],
  ['time', 'time', (page) => page.getByText('golden').first().waitFor()],
  ['account', 'account', (page) => page.getByLabel('defaultLimit', { exact: true }).waitFor()],
  ['fidelity', 'fidelity', (page) => page.locator('.fidelity').waitFor()],
];

test.each(['light', 'dark'] as const)('each screen has its picture, in %s colours', async (colorScheme) => {
  mkdirSync(folder, { recursive: true });
  const page = await emulator.open('requests', accountId, {
    colorScheme,
    viewport: { width: 1200, height: 800 },
    mayFail: /\/api\/public\//,
  });
  for (const [name, screen, ready] of pictures) {
    await page.evaluate(`location.hash = '#/fidelity?account=${accountId}'`);
    await page.evaluate(`location.hash = '#/${screen}?account=${accountId}'`);
    await ready(page);
    await page.mouse.move(0, 0);
    await page.waitForLoadState('networkidle');
    // A screen is photographed only once it shows what it is for: nothing is being read, and nothing has failed.
    expect(await page.locator('.wait, .trouble:not(.card .trouble), .outage').count()).toBe(0);
    const picture = await page.screenshot({ path: join(folder, `console-${name}-${colorScheme}.png`) });
    expect(picture.length).toBeGreaterThan(10_000);
  }
});
