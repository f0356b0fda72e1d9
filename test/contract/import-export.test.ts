import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { type Answer, found, readAnswer } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { fieldsOf, problem } from './support/problem.ts';
import { makeRow, minutesAgo, now, sessionIdOf, upTo } from './support/rows.ts';
import { answersOf, exportAll, generate } from './support/sessions.ts';

const emulator = useEmulator();
const bots = [{ botId: 'st-1' }, { botId: 'st-2' }];
const makeAccount = (input: Record<string, unknown> = {}) => emulator.createAccount({ bots, ...input });
const importText = (account: Account, text: string) =>
  account.control<{ written: number; rejected: unknown[] }>('POST', '/sessions', text);

describe('an export imports again to the same answers', () => {
  let account: Account;
  let exported: string;

  beforeAll(async () => {
    account = await makeAccount();
    await generate(account, { seed: 3, count: 60, active: 5, ties: { instants: 2, perBot: 3 } });
    await account.importRows([
      makeRow('st-1', 1, {
        userId: 'u-é😀"\\\u0000\u2028',
        tags: {
          userTags: [{ value: '', name: 'n', altText: '' }],
          sessionTags: [
            { value: 'b', name: 'twice' },
            { value: 'a', name: 'twice' },
          ],
        },
        session_lang: [],
        channel: 'a channel of our own',
      }),
      { ...makeRow('st-2', 2), callId: 'call-1', identities: ['ann@example.com', 'emp-7'] },
      {
        sessionId: 'odd_id-1',
        botId: 'st-1',
        userId: 'u',
        start_time: minutesAgo(-30),
        end_time: minutesAgo(-90),
      },
    ]);
    exported = await exportAll(emulator, account);
  });

  const identified = [
    { botId: 'st-2', query: 'callId=call-1' },
    { botId: 'st-2', body: { userId: 'ann@example.com' } },
    { botId: 'st-2', body: { userId: 'emp-7' } },
    { body: { tags: { and: [{ name: 'twice', values: ['a'] }] } } },
    { body: { sessionId: ['odd_id-1', sessionIdOf(1), sessionIdOf(9)] } },
  ];
  const everyAnswer = async (of: Account) => [
    ...(await answersOf(of)),
    ...(await Promise.all(identified.map(async (ask) => (await of.send(ask)).text()))),
  ];

  it('[emulator] byte for byte on the wire, now and when all is closed', async () => {
    const copy = await makeAccount();
    const { written, rejected } = await importText(copy, exported);
    expect({ written, rejected }).toEqual({ written: 63, rejected: [] });
    for (const advance of ['PT0S', 'PT70M', 'P1D']) {
      for (const each of [account, copy]) await each.setClock({ advance });
      const answers = await everyAnswer(account);
      expect(await everyAnswer(copy)).toEqual(answers);
      expect(answers.join('')).toContain('u-é😀');
    }
    for (const each of [account, copy]) await each.setClock({ mode: 'frozen', now });
    expect(await exportAll(emulator, copy)).toBe(exported);
  });

  it('[emulator] page by page is the same as at once', async () => {
    for (const limit of [20, 63, 64]) expect(await exportAll(emulator, account, limit)).toBe(exported);
    const few = await makeAccount({ seed: { count: 5 } });
    expect(await exportAll(emulator, few, 1)).toBe(await exportAll(emulator, few));
    const path = `/accounts/${account.accountId}/sessions?limit=20`;
    const response = await emulator.control('GET', path);
    expect(response.headers.get('content-type')).toMatch(/^application\/x-ndjson/);
    expect((await response.text()).trimEnd().split('\n')).toHaveLength(20);
  });

  it('[emulator] what is not fixed is not in it: no status, nothing of the account', () => {
    const lines = exported.trimEnd().split('\n');
    expect(lines).toHaveLength(63);
    const rows = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(new Set(rows.map(({ sessionId }) => sessionId)).size).toBe(63);
    // Only the rows that were imported with one have a status.
    expect(rows.filter((row) => 'sessionStatus' in row)).toHaveLength(2);
    for (const { clientSecret } of account.apps) expect(exported).not.toContain(clientSecret);
  });

  it('[emulator] of an account without sessions: nothing', async () => {
    const empty = await makeAccount();
    expect(await exportAll(emulator, empty)).toBe('');
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=10001', 'limit'],
    ['limit=x', 'limit'],
    ['botId=st-1', 'botId'],
    ['cursor=x', 'cursor'],
    ['cursor=%00.%00', 'cursor'],
  ])('[emulator] %s: 400', async (query, field) => {
    const answer = await account.call('GET', `/sessions?${query}`);
    expect(answer).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(answer)).toEqual([field]);
  });

  it('[emulator] a cursor from before a reset: 409', async () => {
    const own = await makeAccount({ seed: { count: 3 } });
    const path = `/accounts/${own.accountId}/sessions`;
    const first = await emulator.control('GET', `${path}?limit=1`);
    const next = path + (/<(\?[^>]*)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '');
    await own.control('POST', '/reset');
    expect(await readAnswer(await emulator.control('GET', next))).toEqual(problem(409, 'cursor_outdated'));
  });
});

describe('a packed import', () => {
  const rows = upTo(40).map((number) => makeRow('st-1', number));

  async function send(body: Uint8Array, encoding: string): Promise<{ account: Account; answer: Answer }> {
    const account = await makeAccount();
    const response = await emulator.request(`/_emulator/accounts/${account.accountId}/sessions`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${emulator.controlKey}`,
        // API Gateway hands on what is called JSON as text, and so damages what is packed.
        'content-type': 'application/gzip',
        'content-encoding': encoding,
      },
      body: new Uint8Array(body),
    });
    return { account, answer: await readAnswer(response) };
  }

  it.each([
    ['an array', JSON.stringify(rows)],
    ['NDJSON', rows.map((row) => JSON.stringify(row)).join('\n')],
  ])('[emulator] gzip, %s', async (_, text) => {
    const { account, answer } = await send(gzipSync(text), 'gzip');
    expect(answer).toMatchObject({ status: 200, body: { written: 40, replaced: 0, rejected: [] } });
    expect(await account.ask()).toEqual(found(rows));
  });

  it.each<[string, Uint8Array]>([
    ['GZIP', gzipSync(JSON.stringify(rows))],
    ['x-gzip', gzipSync(JSON.stringify(rows))],
    [' identity, ,gzip', gzipSync(JSON.stringify(rows))],
    ['gzip, gzip', gzipSync(gzipSync(JSON.stringify(rows)))],
  ])('[emulator] the coding %j, as RFC 9110 has it', async (coding, body) => {
    const { account, answer } = await send(body, coding);
    expect(answer).toMatchObject({ status: 200, body: { written: 40 } });
    expect(await account.ask()).toEqual(found(rows));
  });

  it.each(['application/gzip', 'Application/X-Gzip; a="b"'])(
    '[emulator] named by its media type alone: %s',
    async (type) => {
      const account = await makeAccount();
      const response = await emulator.request(`/_emulator/accounts/${account.accountId}/sessions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${emulator.controlKey}`, 'content-type': type },
        body: new Uint8Array(gzipSync(JSON.stringify(rows))),
      });
      expect(await readAnswer(response)).toMatchObject({ status: 200, body: { written: 40 } });
    },
  );

  it('[emulator] a coding or a media type that is not taken: 415, which says what is', async () => {
    const account = await makeAccount();
    const refusal = (headers: Record<string, string>): Promise<Response> =>
      emulator.request(`/_emulator/accounts/${account.accountId}/sessions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${emulator.controlKey}`, ...headers },
        body: JSON.stringify(rows),
      });
    const coded = await refusal({ 'content-encoding': 'gzip, BR' });
    expect(coded.headers.get('accept-encoding')).toBe('gzip');
    expect(await readAnswer(coded)).toEqual(problem(415, 'encoding_not_supported'));
    const form = await refusal({ 'content-type': 'Multipart/Form-Data; boundary=x' });
    expect(form.headers.get('accept')).toBe('application/json, application/x-ndjson');
    expect(await readAnswer(form)).toEqual(problem(415, 'media_type_not_supported'));
    expect(await account.ask()).toEqual(found([]));
  });

  it('[emulator] that is no gzip, cut off, or packed in another way: refused', async () => {
    const packed = gzipSync(JSON.stringify(rows));
    expect((await send(Buffer.from('[]'), 'gzip')).answer).toEqual(problem(400, 'body_not_json'));
    const { account, answer } = await send(packed.subarray(0, packed.length / 2), 'gzip');
    expect(answer).toEqual(problem(400, 'body_not_json'));
    expect(await account.ask()).toEqual(found([]));
    expect((await send(packed, 'br')).answer).toEqual(problem(415, 'encoding_not_supported'));
  });

  it('[emulator] that would become very large: 413', async () => {
    const { answer } = await send(gzipSync(Buffer.alloc(40_000_000, ' ')), 'gzip');
    expect(answer).toEqual(problem(413, 'body_too_large'));
  });
});
