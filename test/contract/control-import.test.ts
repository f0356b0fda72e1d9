import { describe, expect, it } from 'vitest';
import { found, readAnswer } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { problem } from './support/problem.ts';
import { now, sessionIdOf } from './support/rows.ts';

const emulator = useEmulator();
const { stringify } = JSON;

const call = async (method: string, path: string, body?: unknown) =>
  readAnswer(await emulator.control(method, path, body));

describe('importing sessions', () => {
  const minimal = (number: number) => ({
    sessionId: sessionIdOf(number),
    botId: 'st-1',
    userId: 'u-1',
    start_time: now,
  });
  const imported = async (body: unknown, query = '') => {
    const account = await emulator.createAccount({ bots: [{ botId: 'st-1' }] });
    const answer = await call('POST', `/accounts/${account.accountId}/sessions${query}`, body);
    return { account, answer };
  };
  const accepted = { written: 2, replaced: 0, rejected: [], settled: true };

  it.each<[string, unknown]>([
    ['an array', [minimal(1), minimal(2)]],
    ['NDJSON', `${stringify(minimal(1))}\n${stringify(minimal(2))}\n`],
    ['NDJSON with blank lines and CRLF', `\n${stringify(minimal(1))}\r\n\r\n${stringify(minimal(2))}`],
    ['a getSessions response', { total: 2, moreAvailable: false, sessions: [minimal(1), minimal(2)] }],
    ['a formatted array', stringify([minimal(1), minimal(2)], undefined, 2)],
  ])('[emulator] %s', async (_, body) => {
    const { account, answer } = await imported(body);
    expect(answer).toMatchObject({ status: 200, body: accepted });
    expect((await account.ask()).body).toMatchObject({ total: 2 });
  });

  it('[emulator] what is left out of a row gets the commonest value', async () => {
    const { account } = await imported([minimal(1)]);
    expect(await account.ask()).toEqual(
      found([
        {
          ...minimal(1),
          channel: 'rtm',
          end_time: now,
          session_lang: ['en'],
          sessionType: 'interactive',
          isDeveloper: false,
          sessionStatus: 'closed',
          tags: { userTags: [], sessionTags: [] },
          noOfMessagesExchanged: 0,
          noOfTasksExecuted: 0,
          containmentType: 'selfService',
        },
      ]),
    );
  });

  it('[emulator] upsert by session id; of several rows with one id the last is kept', async () => {
    const { account } = await imported([minimal(1), minimal(2)]);
    const again = [
      minimal(3),
      minimal(1),
      { ...minimal(1), channel: 'sms', start_time: '2026-03-09T00:00:00.000Z' },
    ];
    expect(await call('POST', `/accounts/${account.accountId}/sessions`, again)).toMatchObject({
      body: { written: 1, replaced: 1, rejected: [] },
    });
    expect((await account.ask()).body).toMatchObject({
      total: 3,
      sessions: [
        { sessionId: sessionIdOf(3) },
        { sessionId: sessionIdOf(2) },
        { sessionId: sessionIdOf(1), channel: 'sms' },
      ],
    });
  });

  it('[emulator] a bad row, strictly checked, is named and never loses a good one', async () => {
    const bad: unknown[] = [
      { ...minimal(2), botId: 'st-unknown' },
      { ...minimal(3), containmentType: 'dropoff' },
      { ...minimal(4), start_time: '2026-03-10' },
      { ...minimal(5), end_time: '2026-03-09T00:00:00.000Z' },
      { ...minimal(6), extra: 1 },
      { ...minimal(7), sessionId: 'a b' },
      null,
      'text',
    ];
    const rows = [...bad.slice(0, 4), minimal(1), ...bad.slice(4)];
    const { account, answer } = await imported(rows, '?strict=true');
    const named = (index: number, sessionId: string | undefined, word: string) => ({
      index,
      ...(sessionId === undefined ? {} : { sessionId }),
      reason: expect.stringContaining(word),
    });
    expect(answer.body).toEqual({
      written: 1,
      replaced: 0,
      settled: true,
      rejected: [
        named(0, sessionIdOf(2), 'st-unknown'),
        named(1, sessionIdOf(3), 'containmentType'),
        named(2, sessionIdOf(4), 'start_time'),
        named(3, sessionIdOf(5), 'end_time'),
        named(5, sessionIdOf(6), 'extra'),
        named(6, 'a b', 'sessionId'),
        named(7, undefined, ''),
        named(8, undefined, ''),
      ],
    });
    expect((await account.ask()).body).toMatchObject({ total: 1, sessions: [{ sessionId: sessionIdOf(1) }] });
  });

  it('[emulator] nothing at all: nothing is written', async () => {
    for (const body of ['', '[]', '{"sessions":[]}']) {
      const { answer } = await imported(body);
      expect(answer).toMatchObject({ status: 200, body: { written: 0, replaced: 0, rejected: [] } });
    }
  });

  it('[emulator] no sessions in any known form: 400', async () => {
    for (const body of ['{', 'x', '5', 'null', '{\nnot JSON']) {
      const { answer } = await imported(body);
      expect(answer).toEqual(problem(400, 'body_not_json'));
    }
  });
});
