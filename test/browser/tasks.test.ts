import { beforeAll, describe, expect, test } from 'vitest';
import { botPath, useConsole, type View } from './support/console.ts';
import { Person } from './support/person.ts';

const emulator = useConsole();
const noSeed = { seed: undefined };

/** Somebody who has opened the console of an account, at its first screen. */
const arrive = async (account: View, mayFail?: RegExp): Promise<Person> =>
  new Person(await emulator.open('requests', account.accountId, mayFail ? { mayFail } : {}));

const total = async ({ accountId }: View): Promise<{ total: number; active: number }> =>
  emulator.control('GET', `/accounts/${accountId}/sessions/summary`);

describe('finding out what a client does wrong', () => {
  let account: View;

  beforeAll(async () => {
    account = await emulator.createAccount();
    const [good, wrong] = await Promise.all([
      emulator.token(account, 'builder'),
      emulator.token(account, 'builder', 'wrongSignature'),
    ]);
    await emulator.ask(botPath(account), good, {});
    await emulator.ask(botPath(account), wrong, {});
    await emulator.ask(`${botPath(account)}?containmentType=agent`, good, { userId: 'u-nobody' });
    await emulator.ask(botPath(account), good, { datefrom: '2026-03-08' });
    await emulator.journal(account, 4);
  });

  test('why a client gets 401, in a click', async () => {
    const person = await arrive(account);
    await person.click(person.page.getByRole('row').filter({ hasText: 'signature_invalid' }));
    const detail = person.page.getByRole('region', { name: 'One request' });
    expect(await detail.locator('.reason-text').innerText()).toMatch(/signature/i);
    expect(await detail.locator('.checks .refused').innerText()).toMatch(/^Token/);
    expect(person.clicks).toBe(1);
  });

  test('the request whose page was empty and the filter that emptied it, in a click', async () => {
    const person = await arrive(account);
    await person.click(person.page.getByRole('row').filter({ hasText: '0 of 0' }));
    expect(await person.page.locator('.narrowing .emptied').innerText()).toMatch(/^userId/);
    expect(person.clicks).toBe(1);
  });

  test('which field a client sends that nothing reads, at a glance', async () => {
    const person = await arrive(account);
    await person.page.getByRole('row').getByText('datefrom', { exact: true }).waitFor();
    expect(person.clicks).toBe(0);
  });
});

test('import a saved vendor response, in three clicks', async () => {
  const account = await emulator.createAccount(noSeed);
  const person = await arrive(account);
  const rows = [1, 2, 3].map((number) => ({
    sessionId: `6465cf6e4769ed4e822b82a${number}`,
    botId: account.bots[0]?.botId,
    userId: `u-${number}`,
    start_time: `2026-03-09T10:0${number}:00.000Z`,
    noOfMessagesExchange: number,
  }));
  const response = { total: 4, moreAvailable: false, sessions: [...rows, { userId: 'u-4' }] };
  await person.goTo('Sessions');
  await person.press('Import');
  const chooser = person.page.waitForEvent('filechooser');
  await person.press('Choose a file');
  const file = {
    name: 'response.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(response)),
  };
  await (await chooser).setFiles(file);
  await person.page.getByText('3 sessions written').waitFor();
  expect(await person.page.locator('.rejected tbody tr').count()).toBe(1);
  expect(await person.page.locator('.rejected').innerText()).toContain('sessionId');
  expect(await person.page.locator('.warnings tbody tr').count()).toBeGreaterThan(0);
  await expect.poll(() => person.page.locator('[data-session]').count()).toBe(3);
  expect(await total(account)).toMatchObject({ total: 3 });
  expect(person.clicks).toBe(3);
});

test('make 2,000 sessions and read their truth, in three clicks', async () => {
  const account = await emulator.createAccount(noSeed);
  const person = await arrive(account);
  await person.goTo('Sessions');
  await person.press('Generate');
  await person.press('Make them');
  const line = person.page.locator('.truth tbody tr').first();
  await line.waitFor();
  const shown = await line.getByRole('cell').allInnerTexts();
  const { perContainmentType } = await emulator.control<{ perContainmentType: Record<string, number> }>(
    'GET',
    `/accounts/${account.accountId}/sessions/summary`,
  );
  const { dropOff, selfService, agent } = perContainmentType;
  expect(shown.slice(1, 6)).toEqual(['2000', '0', String(dropOff), String(selfService), String(agent)]);
  expect(person.clicks).toBe(3);
});

test('make the next two requests of one bot fail with the per-minute limit, in four clicks', async () => {
  const account = await emulator.createAccount();
  const person = await arrive(account);
  await person.goTo('Faults and limits');
  await person.type('How many requests', '2');
  await person.select('Bot', account.bots[1]?.botId ?? '');
  await person.press('Add the rule');
  await person.page.getByText('The rule is set').waitFor();
  const good = await emulator.token(account, 'builder');
  const statuses: number[] = [];
  for (const bot of [0, 1, 1, 1]) statuses.push((await emulator.ask(botPath(account, bot), good, {})).status);
  expect(statuses).toEqual([200, 429, 429, 200]);
  await expect.poll(() => person.page.locator('.left-over').innerText(), { timeout: 20_000 }).toBe('0');
  expect(person.clicks).toBe(4);
});

test('freeze the clock, move it on two hours, and see sessions close, in three clicks', async () => {
  const account = await emulator.createAccount({
    clock: { mode: 'real' },
    seed: { count: 30, active: 5, activeForMs: 3_600_000 },
  });
  const person = await arrive(account);
  await person.goTo('Time and states');
  await expect.poll(() => person.page.locator('.active-count').innerText()).toBe('5');
  await person.press('Freeze');
  await expect.poll(() => person.page.locator('.mode').innerText()).toBe('frozen');
  await person.press('2 hours');
  await expect.poll(() => person.page.locator('.active-count').innerText()).toBe('0');
  expect(await total(account)).toMatchObject({ total: 30, active: 0 });
  expect(await emulator.control('GET', `/accounts/${account.accountId}/clock`)).toMatchObject({
    mode: 'frozen',
  });
  expect(person.clicks).toBe(3);
});

test('snapshot, change, restore, in four clicks besides the change', async () => {
  const account = await emulator.createAccount();
  const person = await arrive(account);
  await person.goTo('Time and states');
  await person.press('Keep a snapshot');
  await person.page.getByRole('cell', { name: 'snapshot-1', exact: true }).waitFor();
  await emulator.control('DELETE', `/accounts/${account.accountId}/sessions`);
  expect(await total(account)).toMatchObject({ total: 0 });
  await person.press('Restore snapshot-1');
  await person.page.getByText('What was changed since goes.').waitFor();
  await person.press('Restore');
  await person.page.getByText('Restored snapshot-1.').waitFor();
  expect(await total(account)).toMatchObject({ total: 40 });
  expect(person.clicks).toBe(4);
});

test('get a token that is expired, as a curl line, in three clicks', async () => {
  const account = await emulator.createAccount();
  const person = await arrive(account);
  await person.goTo('Try it');
  await person.select('Flaw of the token', 'expired');
  await person.press('Copy as curl');
  await person.page.getByText('Copied the request as a curl line.').waitFor();
  const line = await person.copied();
  const [, url = '', token = ''] = /curl -i -X POST '([^']*)'.*?-H 'auth: ([^']*)'/s.exec(line) ?? [];
  expect(url).toBe(emulator.url + botPath(account));
  const answer = await emulator.ask(botPath(account), token, { limit: 2 });
  expect(answer.status).toBe(401);
  const [entry] = await emulator.journal(account, 1);
  expect(entry?.reason?.code).toBe('token_expired');
  expect(person.clicks).toBe(3);
});

test('copy an account, in two clicks', async () => {
  const account = await emulator.createAccount();
  const person = await arrive(account);
  await person.goTo('Time and states');
  await person.press('Copy');
  const copyId = `${account.accountId}-copy`;
  await person.page.getByText(`Made ${copyId}`).waitFor();
  const copy = await emulator.control<View>('GET', `/accounts/${copyId}`);
  expect(copy.bots).toEqual(account.bots);
  expect(await total(copy)).toMatchObject({ total: 40 });
  await expect.poll(() => person.page.url()).toContain(`account=${copyId}`);
  // What shows it would read it again.
  await person.page.goto('about:blank');
  await emulator.control('DELETE', `/accounts/${copyId}`);
  expect(person.clicks).toBe(2);
});
