import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { useEmulator } from './support/emulator.ts';
import { type JournalEntry, type JournalPage, readJournal } from './support/journal.ts';
import { nth } from './support/list.ts';
import { fieldsOf, problem } from './support/problem.ts';
import { makeRow, upTo } from './support/rows.ts';
import { encodePart } from './support/tokens.ts';

const emulator = useEmulator();

describe('finding requests', () => {
  let account: Account;
  let all: JournalEntry[];

  const idsOf = (entries: readonly JournalEntry[]) => entries.map(({ id }) => id);
  const list = (query: string) => account.control<JournalPage>('GET', `/requests${query}`);

  beforeAll(async () => {
    account = await emulator.createAccount({ bots: [{ botId: 'st-1' }, { botId: 'st-2' }] });
    await account.importRows(upTo(3).map((number) => makeRow('st-1', number)));
    const admin = account.appOf('admin');
    await account.ask();
    await account.ask({ botId: 'st-2' });
    await account.ask({ route: 'stream', app: admin });
    await account.ask({ route: 'account', query: 'containmentType=agent' });
    await account.ask({ route: 'account', body: { limit: 0 } });
    await account.ask({ botId: 'st-9', app: admin });
    await account.ask({ rawBody: '{' });
    all = await readJournal(emulator, account, 7);
  });

  it('[emulator] newest first', () => {
    expect(all.map(({ status }) => status)).toEqual([400, 400, 412, 200, 200, 200, 200]);
    const times = all.map(({ at }) => at);
    expect(times).toEqual([...times].sort().reverse());
  });

  it.each<[string, number[]]>([
    ['status=400', [0, 1]],
    ['status=412', [2]],
    ['status=599', []],
    ['route=account', [2, 3]],
    ['route=bot', [0, 1, 4, 5, 6]],
    ['botId=st-2', [5]],
    ['botId=st-9', [1]],
    ['botId=st-unknown', []],
    ['status=200&route=bot&botId=st-1', [4, 6]],
    ['limit=1', [0]],
  ])('[emulator] %s', async (query, places) => {
    const { requests } = await list(`?${query}`);
    expect(idsOf(requests)).toEqual(places.map((place) => nth(all, place).id));
  });

  it('[emulator] by client id', async () => {
    const { requests } = await list(`?clientId=${account.appOf('admin').clientId}`);
    expect(idsOf(requests)).toEqual(idsOf(all.slice(1, 5)));
    expect((await list('?clientId=cs-unknown')).requests).toEqual([]);
  });

  it('[emulator] by time, both ends inclusive', async () => {
    for (const { at } of all) {
      const within = (test: (other: string) => boolean) => idsOf(all.filter((entry) => test(entry.at)));
      expect(idsOf((await list(`?from=${at}`)).requests)).toEqual(within((other) => other >= at));
      expect(idsOf((await list(`?to=${at}`)).requests)).toEqual(within((other) => other <= at));
      expect(idsOf((await list(`?from=${at}&to=${at}`)).requests)).toEqual(within((other) => other === at));
    }
    expect((await list('?to=2020-01-01')).requests).toEqual([]);
    expect((await list('?from=2120-01-01T00:00:00.000Z')).requests).toEqual([]);
    expect((await list('?from=2120-01-01&to=2020-01-01')).requests).toEqual([]);
  });

  it('[emulator] a date alone as `to` is that whole day', async () => {
    const today = nth(all, 0).at.slice(0, 10);
    expect(idsOf((await list(`?from=${nth(all, 6).at.slice(0, 10)}&to=${today}`)).requests)).toEqual(
      idsOf(all),
    );
  });

  it.each([1, 2, 3, 7, 100])('[emulator] page by page, %i at a time: each once, in order', async (limit) => {
    const pages: string[][] = [];
    let cursor = '';
    do {
      const { requests, next } = await list(`?limit=${limit}${cursor}`);
      pages.push(idsOf(requests));
      cursor = next === undefined ? '' : `&cursor=${encodeURIComponent(next)}`;
    } while (cursor !== '' && pages.length < 20);
    expect(pages.flat()).toEqual(idsOf(all));
    expect(pages).toHaveLength(Math.ceil(all.length / limit));
  });

  it('[emulator] pages of a filter', async () => {
    const first = await list('?route=bot&limit=2');
    const second = await list(`?route=bot&limit=9&cursor=${encodeURIComponent(first.next ?? '')}`);
    expect(second).not.toHaveProperty('next');
    expect([...idsOf(first.requests), ...idsOf(second.requests)]).toEqual(
      [0, 1, 4, 5, 6].map((place) => nth(all, place).id),
    );
  });

  it.each([
    ['status=many', 'status'],
    ['status=99', 'status'],
    ['route=stream', 'route'],
    ['from=soon', 'from'],
    ['to=2026-13-01', 'to'],
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['client=x', 'client'],
    [`cursor=${'x'.repeat(201)}`, 'cursor'],
  ])('[emulator] %s: 400, and the parameter is named', async (query, field) => {
    const answer = await account.call('GET', `/requests?${query}`);
    expect(answer).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(answer)).toEqual([field]);
  });

  it('[emulator] a cursor of something else does no harm', async () => {
    for (const cursor of ['x', '%00', encodePart('~'), encodePart('9999'), encodePart('\u{10ffff}'), '']) {
      expect([200, 400]).toContain((await account.call('GET', `/requests?cursor=${cursor}`)).status);
    }
  });
});
