import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { type Answer, found, readAnswer } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { fieldsOf, problem } from './support/problem.ts';
import { makeRow, minutesAgo, now, type Row, sessionIdOf, upTo } from './support/rows.ts';
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
    for (const limit of [1, 20, 63, 64]) expect(await exportAll(emulator, account, limit)).toBe(exported);
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

describe('bad rows are kept out where rows are checked strictly', () => {
  const goodRow = makeRow('st-1', 1);
  const bad: [string, unknown][] = [
    ['sessionId', { ...goodRow, sessionId: 'x'.repeat(65) }],
    ['sessionId', { ...goodRow, sessionId: undefined }],
    ['botId', { ...goodRow, botId: 'st-9' }],
    ['userId', { ...goodRow, userId: '' }],
    ['userId', { ...goodRow, userId: 5 }],
    ['start_time', { ...goodRow, start_time: 'yesterday' }],
    ['start_time', { ...goodRow, start_time: 1_700_000_000_000 }],
    ['end_time', { ...goodRow, end_time: minutesAgo(9999) }],
    ['channel', { ...goodRow, channel: '' }],
    ['session_lang', { ...goodRow, session_lang: 'en' }],
    ['sessionType', { ...goodRow, sessionType: 'Interactive' }],
    ['isDeveloper', { ...goodRow, isDeveloper: 'false' }],
    ['sessionStatus', { ...goodRow, sessionStatus: 'open' }],
    ['tags', { ...goodRow, tags: [] }],
    ['tags.userTags.0.name', { ...goodRow, tags: { userTags: [{ value: 'x' }], sessionTags: [] } }],
    ['noOfMessagesExchanged', { ...goodRow, noOfMessagesExchanged: -1 }],
    ['noOfTasksExecuted', { ...goodRow, noOfTasksExecuted: 0.5 }],
    ['containmentType', { ...goodRow, containmentType: 'dropoff' }],
    ['callId', { ...goodRow, callId: '' }],
    ['identities', { ...goodRow, identities: upTo(11).map(String) }],
    ['duration', { ...goodRow, duration: 5 }],
    ['__proto__', JSON.parse(`${JSON.stringify(goodRow).slice(0, -1)},"__proto__":{}}`)],
  ];

  it.each(bad)('[emulator] %s', async (field, row) => {
    const account = await makeAccount();
    const other = makeRow('st-1', 2);
    const { body } = await account.call('POST', '/sessions?strict=true', [row, other]);
    expect(body).toMatchObject({
      written: 1,
      rejected: [{ index: 0, reason: expect.stringContaining(field) }],
    });
    expect(await account.ask()).toEqual(found([other]));
  });

  it('[emulator] a bad row does not harm the good one that has its id', async () => {
    const account = await makeAccount();
    await account.importRows([goodRow]);
    await account.call('POST', '/sessions?strict=true', [{ ...goodRow, channel: 'sms', extra: 1 }]);
    expect(await account.ask()).toEqual(found([goodRow]));
  });

  it('[emulator] a broken line of NDJSON among good ones', async () => {
    const account = await makeAccount();
    const text = [JSON.stringify(goodRow), '{"sessionId":', JSON.stringify(makeRow('st-1', 2))].join('\n');
    const { body } = await account.call('POST', '/sessions', text);
    expect(body).toMatchObject({ written: 2, rejected: [{ index: 1 }] });
  });

  it('[emulator] the bot of a session can change', async () => {
    const account = await makeAccount();
    await account.importRows([goodRow]);
    await account.importRows([{ ...goodRow, botId: 'st-2' }]);
    expect(await account.ask({ botId: 'st-1' })).toEqual(found([]));
    expect(await account.ask({ botId: 'st-2' })).toEqual(found([{ ...goodRow, botId: 'st-2' }]));
    expect(await account.ask({ route: 'account' })).toEqual(found([{ ...goodRow, botId: 'st-2' }]));
  });
});

describe('deleting sessions', () => {
  const rows: Row[] = ['st-1', 'st-2'].flatMap((botId, bot) =>
    [8, 9, 10].map((day, index) =>
      makeRow(botId, 10 * bot + index, { start_time: `2026-03-${`${day}`.padStart(2, '0')}T09:00:00.000Z` }),
    ),
  );
  const id = (place: number) => `sessionId=${rows[place]?.sessionId}`;

  it.each<[string, number[]]>([
    ['', [0, 1, 2, 3, 4, 5]],
    ['?botId=st-1', [0, 1, 2]],
    ['?from=2026-03-09', [1, 2, 4, 5]],
    ['?to=2026-03-09', [0, 1, 3, 4]],
    ['?to=2026-03-09T09:00:00.000Z', [0, 1, 3, 4]],
    ['?to=2026-03-09T08:59:59.999Z', [0, 3]],
    ['?botId=st-2&from=2026-03-09T09:00:00.000Z&to=2026-03-09T09:00:00.000Z', [4]],
    [`?${id(0)}`, [0]],
    [`?${id(0)}&${id(4)}&${id(0)}&sessionId=unknown`, [0, 4]],
    [`?${id(0)}&${id(4)}&botId=st-2`, [4]],
    [`?${id(0)}&${id(4)}&to=2026-03-08`, [0]],
    ['?botId=st-unknown', []],
    ['?from=2027-01-01', []],
  ])('[emulator] %s: these and no others: %j', async (query, places) => {
    const account = await makeAccount();
    await account.importRows(rows);
    const answer = await account.call('DELETE', `/sessions${query}`);
    expect(answer).toMatchObject({ status: 200, body: { deleted: places.length, settled: true } });
    const left = rows.filter((_, place) => !places.includes(place)).map(({ sessionId }) => sessionId);
    const { body } = await account.ask({ route: 'account' });
    const { total, sessions } = body as { total: number; sessions: Row[] };
    expect(sessions.map(({ sessionId }) => sessionId).sort()).toEqual(left.sort());
    expect(total).toBe(left.length);
    const { body: byId } = await account.ask({
      route: 'account',
      body: { sessionId: rows.map(({ sessionId }) => sessionId) },
    });
    expect(byId).toMatchObject({ total: left.length });
    // What is gone can come again.
    await account.importRows(rows);
    expect((await account.ask({ route: 'account' })).body).toMatchObject({ total: 6 });
  });

  it.each([
    ['sessionType=interactive', 'sessionType'],
    ['from=soon', 'from'],
    ['to=2026-02-30', 'to'],
    ['from=2026-03-10&to=2026-03-09', 'to'],
    ['botId=a&botId=b', 'botId'],
    ['botId=%20', 'botId'],
    ['sessionId=', 'sessionId.0'],
    ['sessionid=x', 'sessionid'],
  ])('[emulator] %s: 400, and nothing is removed', async (query, field) => {
    const account = await makeAccount();
    await account.importRows(rows);
    const answer = await account.call('DELETE', `/sessions?${query}`);
    expect(answer).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(answer)).toEqual([field]);
    expect((await account.ask({ route: 'account' })).body).toMatchObject({ total: 6 });
  });
});
