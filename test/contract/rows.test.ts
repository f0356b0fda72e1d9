import { describe, expect, it } from 'vitest';
import { found } from './support/answer.ts';
import { bothRoutes, useEmulator } from './support/emulator.ts';
import { makeRow, minutesAgo, now } from './support/rows.ts';

const emulator = useEmulator();

const channels = [
  'sms',
  'email',
  'rtm',
  'slack',
  'skype',
  'twitter',
  'msteams',
  'api',
  'kore',
  'facebook',
  'skypeforbusiness',
  'korevg',
];

describe('the answer', () => {
  it('[response.nothing, response.contentType] an empty result, to the letter', async () => {
    const account = await emulator.createAccount();
    for (const route of bothRoutes) {
      expect(await (await account.send({ route })).text()).toBe(
        '{"total":0,"moreAvailable":false,"sessions":[]}',
      );
    }
  });

  it('[response.fields, response.shape] a row has these fields in this order, and no others', async () => {
    const account = await emulator.createAccount();
    const row = {
      sessionId: '6465cf6e4769ed4e822b82a1',
      botId: account.botId(),
      channel: 'korevg',
      userId: 'u-8c4ca335-3152-5622-9cbb-51c6daf6c12f',
      start_time: '2026-03-10T07:10:38.695Z',
      end_time: '2026-03-10T07:10:39.201Z',
      session_lang: ['en', 'de', 'ar'],
      sessionType: 'non-interactive',
      isDeveloper: true,
      sessionStatus: 'closed',
      tags: {
        userTags: [{ value: 'newuser', name: 'regular' }],
        sessionTags: [{ value: 'Zürich "1" 😀', name: 'place', altText: 'where' }],
      },
      noOfMessagesExchanged: 7,
      noOfTasksExecuted: 2,
      containmentType: 'agent',
    };
    // A call id and further identities are never shown.
    await account.importRows([{ ...row, callId: 'call-1', identities: ['jane@example.com'] }]);
    const expected = `{"total":1,"moreAvailable":false,"sessions":[${JSON.stringify(row)}]`;
    expect(await (await account.send()).text()).toBe(`${expected}}`);
    expect(await (await account.send({ route: 'account' })).text()).toBe(`${expected}}`);
    expect(await (await account.send({ body: { sessionId: row.sessionId } })).text()).toBe(
      `${expected},"invalidSessions":[]}`,
    );
  });

  it('[response.shape] invalidSessions only when sessionId was sent', async () => {
    const account = await emulator.createAccount();
    await account.importRows([makeRow(account.botId(), 1)]);
    expect((await account.ask()).body).not.toHaveProperty('invalidSessions');
    expect((await account.ask({ body: { sessionId: [] } })).body).toHaveProperty('invalidSessions');
  });
});

describe('fields of a row', () => {
  it('[response.channel] channel: every one of the list, and others are not refused', async () => {
    const account = await emulator.createAccount();
    const rows = [...channels, 'ivrVoice', 'audiocodes'].map((channel, index) =>
      makeRow(account.botId(), index + 1, { channel }),
    );
    await account.importRows(rows);
    expect(await account.ask()).toEqual(found(rows));
  });

  it('[response.fields] start_time and end_time of rows written by hand get milliseconds and Z', async () => {
    const account = await emulator.createAccount();
    const row = makeRow(account.botId(), 1);
    const short = { ...row, start_time: '2026-03-10T07:00:00Z', end_time: '2026-03-10T07:00:01.5Z' };
    await account.control('POST', '/sessions?strict=true', [short]);
    expect(await account.ask()).toEqual(
      found([{ ...row, start_time: '2026-03-10T07:00:00.000Z', end_time: '2026-03-10T07:00:01.500Z' }]),
    );
  });

  it('[response.isDeveloper] isDeveloper is a JSON boolean, also for those written by hand with 1 and 0', async () => {
    const account = await emulator.createAccount();
    const developer = makeRow(account.botId(), 1, { isDeveloper: true });
    const user = makeRow(account.botId(), 2);
    await account.control('POST', '/sessions?strict=true', [
      { ...developer, isDeveloper: 1 },
      { ...user, isDeveloper: 0 },
    ]);
    expect(await account.ask()).toEqual(found([developer, user]));
  });

  it('[response.tags] a tag name may repeat in one session', async () => {
    const account = await emulator.createAccount();
    const sessionTags = ['a', 'b', 'a'].map((value) => ({ value, name: 'intent' }));
    const row = makeRow(account.botId(), 1, { tags: { userTags: [], sessionTags } });
    await account.importRows([row]);
    expect(await account.ask()).toEqual(found([row]));
  });
});

describe('active sessions', () => {
  const running = { start_time: minutesAgo(10), end_time: minutesAgo(-10), containmentType: 'dropOff' };
  const { sessionStatus: _, ...withoutStatus } = makeRow('st-1', 1, running);

  it('[response.active] an active session is listed under selfService until it closes', async () => {
    const account = await emulator.createAccount({ bots: [{ botId: 'st-1' }] });
    await account.importRows([withoutStatus]);
    const activeAt = (end_time: string) =>
      makeRow('st-1', 1, { ...running, end_time, sessionStatus: 'active', containmentType: 'selfService' });
    const active = activeAt(now);
    const closed = makeRow('st-1', 1, { ...running, sessionStatus: 'closed' });
    const under = (containmentType: string) => account.ask({ query: `containmentType=${containmentType}` });

    expect(await account.ask()).toEqual(found([active]));
    expect(await under('selfService')).toEqual(found([active]));
    expect(await under('dropOff')).toEqual(found([]));
    expect((await account.ask({ body: { sessionId: active.sessionId } })).body).toMatchObject({
      sessions: [active],
    });

    await account.setClock({ advance: 'PT9M59.999S' });
    // Its end is told to the second.
    expect(await account.ask()).toEqual(found([activeAt(minutesAgo(-599 / 60))]));
    await account.setClock({ advance: 'PT0.001S' });
    expect(await account.ask()).toEqual(found([closed]));
    expect(await under('selfService')).toEqual(found([]));
    expect(await under('dropOff')).toEqual(found([closed]));
    expect((await account.ask({ body: { sessionId: active.sessionId } })).body).toMatchObject({
      sessions: [closed],
    });
  });

  it('[response.activeEndTime] the end of an active session is never later than now, unless the account keeps the stored one', async () => {
    const account = await emulator.createAccount({ bots: [{ botId: 'st-1' }] });
    await account.importRows([withoutStatus]);
    const ends = async () => {
      const { body: byWindow } = await account.ask();
      const { body: byId } = await account.ask({ body: { sessionId: withoutStatus.sessionId } });
      return [byWindow, byId].map(
        (body) => (body as { sessions: { end_time: string }[] }).sessions[0]?.end_time,
      );
    };
    expect(await ends()).toEqual([now, now]);
    await account.setClock({ advance: 'PT0.999S' });
    expect(await ends()).toEqual([now, now]);
    await account.setClock({ advance: 'PT1M' });
    expect(await ends()).toEqual([minutesAgo(-1), minutesAgo(-1)]);
    await account.control('PATCH', '', { settings: { activeEndTime: 'stored' } });
    expect(await ends()).toEqual([running.end_time, running.end_time]);
  });

  it('[response.whenActive] a status that the session fixes stays', async () => {
    const account = await emulator.createAccount({ bots: [{ botId: 'st-1' }] });
    const closed = makeRow('st-1', 1, { ...running, sessionStatus: 'closed' });
    const active = makeRow('st-1', 2, { sessionStatus: 'active', containmentType: 'agent' });
    await account.importRows([closed, active]);
    // Number 2 started later than ten minutes ago.
    expect(await account.ask()).toEqual(found([active, closed]));
    expect(await account.ask({ query: 'containmentType=agent' })).toEqual(found([active]));
    expect(await account.ask({ query: 'containmentType=selfService' })).toEqual(found([]));
    expect(await account.ask({ query: 'containmentType=dropOff' })).toEqual(found([closed]));
    await account.setClock({ advance: 'P1D' });
    expect(await account.ask()).toEqual(found([active, closed]));
  });

  it('[window.notStarted] a session is visible once the clock has reached its start', async () => {
    const account = await emulator.createAccount({ bots: [{ botId: 'st-1' }] });
    const { sessionId } = withoutStatus;
    const times = { start_time: minutesAgo(-5), end_time: minutesAgo(-15) };
    await account.importRows([{ ...withoutStatus, ...times }]);
    const ahead = { dateFrom: '2026-03-10', dateTo: '2026-03-11' };
    const byId = { sessionId: [sessionId] };

    expect(await account.ask()).toEqual(found([]));
    expect(await account.ask({ body: ahead })).toEqual(found([]));
    expect((await account.ask({ body: byId })).body).toEqual({
      total: 0,
      moreAvailable: false,
      sessions: [],
      invalidSessions: [sessionId],
    });

    await account.setClock({ advance: 'PT5M' });
    const active = makeRow('st-1', 1, { ...times, end_time: times.start_time, sessionStatus: 'active' });
    expect(await account.ask()).toEqual(found([active]));
    expect(await account.ask({ body: ahead })).toEqual(found([active]));
    expect((await account.ask({ body: byId })).body).toMatchObject({ sessions: [active] });
  });

  it('[window.neither, window.now] the default window follows the clock of the account', async () => {
    const account = await emulator.createAccount({ bots: [{ botId: 'st-1' }] });
    const row = makeRow('st-1', 0);
    await account.importRows([row]);
    await account.setClock({ advance: 'P7D' });
    expect(await account.ask()).toEqual(found([row]));
    await account.setClock({ advance: 'PT0.001S' });
    expect(await account.ask()).toEqual(found([]));
    await account.setClock({ mode: 'frozen', now: row.start_time });
    expect(await account.ask()).toEqual(found([row]));
  });
});
