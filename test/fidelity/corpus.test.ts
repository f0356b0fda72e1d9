import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fidelityRows } from '../../functions/domain/fidelity/rows.ts';
import type { Verdicts } from '../../infra/drift/verdicts.ts';
import type { AccountView, Ask } from '../contract/support/account.ts';
import { Account } from '../contract/support/account.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';
import { type Accepted, type Divergence, divergences, type Exchange, faultsOf } from './compare.ts';

const folder = join(import.meta.dirname, 'corpus');
const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;
const filesIn = (path: string): string[] =>
  !existsSync(join(folder, path))
    ? []
    : readdirSync(join(folder, path)).filter((name) => name.endsWith('.json') && name !== 'accepted.json');

const exchanges = filesIn('').flatMap((name) => read<{ exchanges: Exchange[] }>(name).exchanges);
const reports = filesIn('reports').map((name) => ({ name, ...read<Verdicts>(`reports/${name}`) }));
const accepted = read<Accepted[]>('accepted.json');
const rowIds = new Set(fidelityRows.map(({ id }) => id));

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

const control = (method: string, path: string, body?: unknown): Promise<Response> =>
  emulator.request(`/_emulator${path}`, {
    method,
    headers: { authorization: `Bearer ${emulator.controlKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });

async function accountFor({ now, sessions }: Exchange): Promise<Account> {
  const bots = [...new Set(['st-1', ...sessions.map(({ botId }) => String(botId))])].reverse();
  const response = await control('POST', '/accounts', {
    clock: { mode: 'frozen', now },
    bots: bots.map((botId) => ({ botId })),
  });
  const caller = { request: emulator.request, control, controlKey: emulator.controlKey };
  return new Account((await response.json()) as AccountView, caller);
}

/** Asks the emulator what was asked, and says where it answers otherwise. */
async function compare(exchange: Exchange): Promise<Divergence[]> {
  const account = await accountFor(exchange);
  await account.importRows(exchange.sessions);
  const { app, ...ask } = exchange.ask;
  const { status, body } = await account.ask({
    ...(ask as Ask),
    ...(app === 'admin' ? { app: account.appOf('admin') } : {}),
  });
  const found = [...divergences(exchange.status, status, '/status'), ...divergences(exchange.body, body)];
  return found.map((pointer) => ({ exchange: exchange.name, pointer }));
}

/** Where a report of drift says that the vendor answers otherwise than the table does. */
const divergencesIn = ({ name, rows }: (typeof reports)[number]): Divergence[] =>
  rows
    .filter(({ verdict }) => verdict === 'differs')
    .map(({ row }) => ({ exchange: name, pointer: `/${row}` }));

describe('the corpus', () => {
  test('is answered as it was, but for what is accepted', async () => {
    const found: Divergence[] = reports.flatMap(divergencesIn);
    for (const exchange of exchanges) found.push(...(await compare(exchange)));
    expect(faultsOf(exchanges, found, accepted)).toEqual([]);
  });

  test('names rows that there are, and each exchange once', () => {
    expect(exchanges.flatMap(({ rows }) => rows).filter((id) => !rowIds.has(id))).toEqual([]);
    expect(exchanges.filter(({ rows }) => rows.length === 0)).toEqual([]);
    expect(new Set(exchanges.map(({ name }) => name)).size).toBe(exchanges.length);
  });
});

describe('what is red', () => {
  const exchange: Exchange = { name: 'a', rows: [], now: '', sessions: [], ask: {}, status: 200, body: {} };
  const entry: Accepted = { exchange: 'a', pointer: '/total', why: 'so it is' };

  test.each<[string, Exchange[], Divergence[], Accepted[], string[]]>([
    ['nothing compared', [], [], [], ['nothing was compared']],
    ['an entry that excuses nothing', [exchange], [], [entry], ['excuses nothing: a /total']],
    ['an entry without a reason', [exchange], [entry], [{ ...entry, why: '' }], ['says no reason: a /total']],
    ['a divergence that nobody accepted', [exchange], [entry], [], ['diverges: a /total']],
    ['nothing where all is well', [exchange], [entry], [entry], []],
  ])('%s', (_, compared, found, ledger, faults) => {
    expect(faultsOf(compared, found, ledger)).toEqual(faults);
  });

  test('divergences are told by where they are', () => {
    expect(divergences({ a: [1, { b: 2 }], 'c/d': 1 }, { a: [1, { b: 3 }] })).toEqual(['/a/1/b', '/c~1d']);
    expect(divergences([], {})).toEqual(['']);
    expect(divergences({ a: null }, { a: null })).toEqual([]);
  });
});
