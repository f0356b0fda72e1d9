import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { useEmulator } from './support/emulator.ts';
import {
  askMessages,
  foundMessages,
  importMessages,
  type MessageImportAnswer,
  makeMessage,
  messageIdOf,
  messagesOf,
} from './support/messages.ts';
import { makeRow, sessionIdOf, upTo } from './support/rows.ts';

const emulator = useEmulator();

const rowsOf = (account: Account, count: number) =>
  upTo(count)
    .reverse()
    .map((number) => makeMessage(account.botId(), number));

async function importText(
  account: Account,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<MessageImportAnswer> {
  const response = await emulator.request(`/_emulator/accounts/${account.accountId}/messages`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${emulator.controlKey}`,
      'content-type': typeof body === 'string' ? 'application/json' : 'application/gzip',
    },
    body,
  });
  expect(response.status).toBe(200);
  return (await response.json()) as MessageImportAnswer;
}

async function exportText(account: Account, limit = 5000): Promise<string> {
  const pages: string[] = [];
  let path = `/accounts/${account.accountId}/messages?limit=${limit}`;
  for (;;) {
    const response = await emulator.control('GET', path);
    expect(response.status).toBe(200);
    pages.push(await response.text());
    const next = /^<([^>]*)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
    if (next === undefined) return pages.join('');
    path = emulator.resolve(next, `/_emulator${path}`).replace(/^\/_emulator/, '');
  }
}

describe('the forms of an import', () => {
  const forms: [string, (rows: object[]) => string | Uint8Array<ArrayBuffer>][] = [
    ['an array', (rows) => JSON.stringify(rows)],
    ['NDJSON', (rows) => rows.map((row) => JSON.stringify(row)).join('\r\n')],
    ['an answer', (messages) => JSON.stringify({ total: 9, moreAvailable: true, messages })],
    ['answers, one a line', (rows) => rows.map((row) => JSON.stringify({ messages: [row] })).join('\n')],
    ['an array of answers', (rows) => JSON.stringify(rows.map((row) => ({ icon: 'x', messages: [row] })))],
    [
      'rows over several lines',
      (rows) => `\ufeff${rows.map((row) => JSON.stringify(row, null, 2)).join('\n')}`,
    ],
    ['gzip', (rows) => new Uint8Array(gzipSync(JSON.stringify(rows)))],
  ];

  it.each(forms)('[messages.imported] %s', async (_, textOf) => {
    const account = await emulator.createAccount();
    const rows = rowsOf(account, 3);
    const answer = { written: 3, replaced: 0, rejected: [], settled: true };
    expect(await importText(account, textOf(rows))).toEqual(answer);
    expect(await askMessages(account)).toEqual(foundMessages(rows));
  });

  it('[emulator] bad rows are named, and the others kept', async () => {
    const account = await emulator.createAccount();
    const [good, odd] = rowsOf(account, 2);
    const rows = [
      good,
      { ...odd, createdOn: '2026-03-10T12:59:00+01:00', type: 'alert', createdBy: null, tags: 'none' },
      { ...good, _id: undefined },
      { ...good, _id: 'no id', sessionId: 7 },
      { ...good, _id: messageIdOf(8), botId: 'st-unknown' },
      { ...good, _id: messageIdOf(9), createdOn: 'then', timestampValue: null },
      7,
    ];
    const { rejected, warnings, written } = await importText(account, JSON.stringify(rows));
    expect(written).toBe(2);
    expect(rejected.map(({ index, messageId }) => [index, messageId])).toEqual([
      [2, undefined],
      [3, 'no id'],
      [4, messageIdOf(8)],
      [5, messageIdOf(9)],
      [6, undefined],
    ]);
    expect(warnings?.map(({ code }) => code).sort()).toEqual([
      'created_on_form',
      'tags_not_object',
      'type_unknown',
      'user_id_missing',
    ]);
    expect(await askMessages(account)).toEqual(foundMessages([good, rows[1]]));
  });

  it('[emulator] what is no message at all is refused', async () => {
    const account = await emulator.createAccount();
    const answer = await account.call('POST', '/messages', '{"errors":[{"msg":"no"}]}');
    expect(answer).toMatchObject({ status: 400, body: { code: 'body_not_json' } });
  });

  it('[emulator] a message among sessions is refused with what to do', async () => {
    const account = await emulator.createAccount();
    const [row] = rowsOf(account, 1);
    const answer = await account.call('POST', '/sessions', [{ ...row, sessionId: sessionIdOf(1) }]);
    expect(answer.body).toMatchObject({
      rejected: [{ reason: expect.stringContaining('this is a message') }],
    });
  });
});

describe('imported messages', () => {
  it('[messages.imported] stand in for those made of their session, and come back as they came', async () => {
    const account = await emulator.createAccount();
    await account.importRows([makeRow(account.botId(), 30), makeRow(account.botId(), 20)]);
    const strange = { cluster_id: 'Others', nodeType: 0, components: [{ cT: 'image', data: { url: 'x' } }] };
    const real = makeMessage(account.botId(), 25, { sessionId: sessionIdOf(30), ...strange });
    await importMessages(account, [real]);
    const { total, messages } = await messagesOf(account);
    expect(total).toBe(4);
    expect(messages.map(({ sessionId }) => sessionId)).toEqual([
      sessionIdOf(30),
      ...Array(3).fill(sessionIdOf(20)),
    ]);
    expect(messages[0]).toEqual(real);
    expect(await askMessages(account, { body: { sessionId: sessionIdOf(30) } })).toEqual(
      foundMessages([real]),
    );
  });

  it('[messages.imported] stand in for them too where the session comes later, or its messages lie elsewhere', async () => {
    const account = await emulator.createAccount();
    const early = makeMessage(account.botId(), 3 * 24 * 60, { sessionId: sessionIdOf(30) });
    await importMessages(account, [early]);
    await account.importRows([makeRow(account.botId(), 30)]);
    expect(await askMessages(account)).toEqual(foundMessages([early]));
    expect((await messagesOf(account, { body: { dateFrom: '2026-03-10' } })).total).toBe(0);
  });

  it('[messages.imported] need no session', async () => {
    const account = await emulator.createAccount();
    const rows = [
      makeMessage(account.botId(), 2, { sessionId: sessionIdOf(9) }),
      makeMessage(account.botId(), 1, { sessionId: null }),
    ];
    await importMessages(account, rows);
    expect(await askMessages(account)).toEqual(foundMessages(rows));
    expect(await account.ask()).toMatchObject({ body: { total: 0, sessions: [] } });
    expect(await account.control('PUT', '/snapshots/counted')).toMatchObject({ sessions: 0 });
  });

  it('[emulator] one takes the place of another with its id, in another session too', async () => {
    const account = await emulator.createAccount();
    await account.importRows([makeRow(account.botId(), 30), makeRow(account.botId(), 20)]);
    const first = makeMessage(account.botId(), 5, { sessionId: sessionIdOf(30) });
    await importMessages(account, [first]);
    expect((await messagesOf(account)).total).toBe(4);
    const moved = { ...first, sessionId: sessionIdOf(20) };
    expect(await importMessages(account, [moved])).toMatchObject({ written: 0, replaced: 1 });
    const { messages } = await messagesOf(account);
    expect(messages.map(({ sessionId }) => sessionId)).toEqual([
      ...Array(3).fill(sessionIdOf(30)),
      sessionIdOf(20),
    ]);
  });

  it('[emulator] are given out as NDJSON that imports again to the same', async () => {
    const [account, other] = [await emulator.createAccount(), await emulator.createAccount()];
    const rows = rowsOf(account, 25).map((row, index) => ({
      ...row,
      botId: account.botId(),
      ...(index % 3 === 0 ? { sessionId: sessionIdOf(index), identities: ['i@example.com'] } : {}),
    }));
    await importMessages(account, rows);
    const text = await exportText(account, 4);
    expect(text.trim().split('\n')).toHaveLength(25);
    expect(await exportText(account)).toBe(text);
    const moved = text.replaceAll(account.botId(), other.botId());
    expect(await importText(other, moved)).toMatchObject({ written: 25, rejected: [] });
    const body = { userId: 'i@example.com' };
    const there = JSON.stringify(await messagesOf(other, { body }));
    const here = JSON.stringify(await messagesOf(account, { body }));
    expect(there).toBe(here.replaceAll(account.botId(), other.botId()));
    expect((await messagesOf(account, { body })).total).toBe(9);
  });

  it('[emulator] are removed, all or those of sessions, and made up again', async () => {
    const account = await emulator.createAccount();
    await account.importRows([makeRow(account.botId(), 30), makeRow(account.botId(), 20)]);
    await importMessages(account, [
      makeMessage(account.botId(), 29, { sessionId: sessionIdOf(30) }),
      makeMessage(account.botId(), 19, { sessionId: sessionIdOf(20) }),
      makeMessage(account.botId(), 1),
    ]);
    expect((await messagesOf(account)).total).toBe(3);
    const one = await account.control('DELETE', `/messages?sessionId=${sessionIdOf(30)}`);
    expect(one).toEqual({ deleted: 1, settled: true });
    expect((await messagesOf(account)).total).toBe(5);
    expect(await account.control('DELETE', '/messages')).toEqual({ deleted: 2, settled: true });
    expect((await messagesOf(account)).total).toBe(6);
    expect(await account.control('DELETE', '/messages')).toEqual({ deleted: 0, settled: true });
  });

  it('[emulator] are removed by their bot, and with it', async () => {
    const account = await emulator.createAccount({ bots: [{ botId: 'st-1' }, { botId: 'st-2' }] });
    await account.importRows([makeRow('st-1', 30), makeRow('st-2', 20)]);
    const shared = { sessionId: sessionIdOf(30) };
    await importMessages(account, [
      makeMessage('st-1', 29, shared),
      makeMessage('st-2', 28, shared),
      makeMessage('st-2', 19, { sessionId: sessionIdOf(20) }),
      makeMessage('st-2', 1),
    ]);
    const total = async (botId: string) => (await messagesOf(account, { botId })).total;
    expect([await total('st-1'), await total('st-2')]).toEqual([1, 3]);
    expect(await account.control('DELETE', '/messages?botId=st-1')).toEqual({ deleted: 1, settled: true });
    // The session has a message of the other bot still.
    expect([await total('st-1'), await total('st-2')]).toEqual([0, 3]);
    expect(await account.control('DELETE', '/bots/st-2')).toEqual({ deleted: 1, settled: true });
    expect(await exportText(account)).toBe('');
    expect(await total('st-1')).toBe(3);
    await account.control('POST', '/bots', { botId: 'st-2', apps: 'all' });
    expect(await total('st-2')).toBe(0);
  });

  it('[emulator] are no sessions: they are neither counted nor exported as such', async () => {
    const account = await emulator.createAccount();
    await account.importRows([makeRow(account.botId(), 30)]);
    await importMessages(account, rowsOf(account, 12));
    expect(await account.control('PUT', '/snapshots/counted')).toMatchObject({ sessions: 1 });
    expect(await account.control('GET', '/sessions/summary')).toMatchObject({ total: 1 });
    const sessions = await emulator.control('GET', `/accounts/${account.accountId}/sessions`);
    expect((await sessions.text()).trim().split('\n')).toHaveLength(1);
    expect(await account.control('DELETE', `/sessions?botId=${account.botId()}`)).toMatchObject({
      deleted: 1,
    });
    expect((await messagesOf(account)).total).toBe(12);
  });

  it('[emulator] are in snapshots, copies and what a reset goes back to', async () => {
    const account = await emulator.createAccount();
    await account.importRows([makeRow(account.botId(), 30)]);
    const real = makeMessage(account.botId(), 25, { sessionId: sessionIdOf(30) });
    await importMessages(account, [real]);
    await account.control('PUT', '/snapshots/kept');
    const further = makeMessage(account.botId(), 4);
    await importMessages(account, [{ ...real, status: 'queued' }, further]);
    expect((await messagesOf(account)).messages).toEqual([{ ...real, status: 'queued' }, further]);

    const copied = await emulator.control('POST', '/accounts', { from: { accountId: account.accountId } });
    const copy = emulator.accountOf((await copied.json()) as Parameters<typeof emulator.accountOf>[0]);
    expect(await askMessages(copy)).toEqual(foundMessages([{ ...real, status: 'queued' }, further]));
    await copy.control('DELETE', `/messages?sessionId=${sessionIdOf(30)}`);
    expect((await messagesOf(copy)).total).toBe(4);

    await account.control('POST', '/snapshots/kept/restore');
    expect(await askMessages(account)).toEqual(foundMessages([real]));
    expect((await messagesOf(copy)).total).toBe(4);
    await account.control('POST', '/reset');
    expect((await messagesOf(account)).total).toBe(0);
    await copy.control('POST', '/reset');
    expect((await messagesOf(copy)).messages).toHaveLength(2);
  });
});
