import { describe, expect, it } from 'vitest';
import { found } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { makeRow, minutesAgo, upTo } from './support/rows.ts';

const emulator = useEmulator();
const bots = [{ botId: 'st-1' }, { botId: 'st-2' }];
const makeAccount = () => emulator.createAccount({ bots });

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
