import { beforeAll, describe, expect, it } from 'vitest';
import type { Account } from './support/account.ts';
import { found } from './support/answer.ts';
import { bothRoutes, useEmulator } from './support/emulator.ts';
import { makeRow, now, nowSeconds, type Row } from './support/rows.ts';
import { sign } from './support/tokens.ts';

const emulator = useEmulator();
const botId = 'st-1';
const minute = (number: number) => new Date(Date.parse(now) + number * 60_000).toISOString();

// One after the other from the frozen clock on: from 5 to 15 minutes, from 10 to 20.
const later: [Row, Row] = [
  makeRow(botId, 1, { start_time: minute(5), end_time: minute(15), containmentType: 'agent' }),
  makeRow(botId, 2, { start_time: minute(10), end_time: minute(20), containmentType: 'dropOff' }),
];
const asIs = ({ sessionStatus: _, ...row }: Row) => row;
const active = (row: Row): Row => ({ ...row, sessionStatus: 'active', containmentType: 'selfService' });
const closed = (row: Row): Row => ({ ...row, sessionStatus: 'closed' });

describe.each(bothRoutes)('a frozen clock that is advanced, on the %s route', (route) => {
  let account: Account;

  beforeAll(async () => {
    account = await emulator.createAccount({ bots: [{ botId }] });
    await account.importRows(later.map(asIs));
  });

  const [first, second] = later;
  const steps: [string, number, Row[], Record<string, number>][] = [
    ['none has started', 0, [], { agent: 0, dropOff: 0, selfService: 0 }],
    ['a millisecond before the first', 4.99999, [], { agent: 0, dropOff: 0, selfService: 0 }],
    ['the first starts', 5, [active(first)], { agent: 0, dropOff: 0, selfService: 1 }],
    ['both run', 10, [active(second), active(first)], { agent: 0, dropOff: 0, selfService: 2 }],
    ['a moment before the first ends', 14.99999, [active(second), active(first)], { selfService: 2 }],
    ['the first has ended', 15, [active(second), closed(first)], { agent: 1, dropOff: 0, selfService: 1 }],
    ['both have ended', 20, [closed(second), closed(first)], { agent: 1, dropOff: 1, selfService: 0 }],
    ['eight days later both are out of the window', 8 * 1440, [], { agent: 0, dropOff: 0, selfService: 0 }],
    ['and back: as it was', 10, [active(second), active(first)], { agent: 0, dropOff: 0, selfService: 2 }],
  ];

  it.each(steps)('[response.active, window.notStarted] %s', async (_, minutes, rows, perType) => {
    await account.setClock({ mode: 'frozen', now: minute(minutes) });
    // The end of an active session is now, to the second.
    const seconds = Math.floor(Date.parse(minute(minutes)) / 1000) * 1000;
    const end_time = new Date(seconds).toISOString();
    const shown = rows.map((row) => (row.sessionStatus === 'active' ? { ...row, end_time } : row));
    expect(await account.ask({ route })).toEqual(found(shown));
    for (const [type, total] of Object.entries(perType)) {
      expect((await account.ask({ route, query: `containmentType=${type}` })).body).toMatchObject({ total });
    }
    const listed = new Set(rows.map(({ sessionId }) => sessionId));
    const sessionId = later.map((row) => row.sessionId);
    const { body } = await account.ask({ route, body: { sessionId } });
    // By id nothing is out of the window, only not there yet.
    if (minutes < 1440) {
      expect(body).toMatchObject({
        total: rows.length,
        invalidSessions: sessionId.filter((id) => !listed.has(id)),
      });
    }
  });
});

describe('what goes by the clock', () => {
  it('[emulator] a status that is fixed does not', async () => {
    const account = await emulator.createAccount({ bots: [{ botId }] });
    const rows = [
      makeRow(botId, 1, { sessionStatus: 'active', containmentType: 'agent' }),
      makeRow(botId, 2, { sessionStatus: 'closed', end_time: minute(60), containmentType: 'agent' }),
    ];
    await account.importRows(rows);
    const before = await account.ask();
    expect(before.body).toMatchObject({
      sessions: [
        { sessionStatus: 'active', containmentType: 'agent' },
        { sessionStatus: 'closed', containmentType: 'agent' },
      ],
    });
    await account.setClock({ advance: 'P1D' });
    expect(await account.ask()).toEqual(before);
  });

  it('[emulator] tokens', async () => {
    const account = await emulator.createAccount();
    const app = account.appOf('builder');
    const token = await sign(app, { appId: app.clientId, nbf: nowSeconds + 60, exp: nowSeconds + 120 });
    const seen: (string | null)[] = [];
    for (const seconds of [59, 60, 119, 120]) {
      await account.setClock({ mode: 'frozen', now: new Date((nowSeconds + seconds) * 1000).toISOString() });
      seen.push((await account.ask({ token })).reason);
    }
    expect(seen).toEqual(['token_not_yet_valid', null, null, 'token_expired']);
  });

  it('[window.neither, window.now] default windows', async () => {
    const account = await emulator.createAccount({ bots: [{ botId }] });
    await account.importRows([makeRow(botId, 1)]);
    const total = async () => ((await account.ask()).body as { total: number }).total;
    await account.setClock({ advance: 'P6DT23H59M' });
    expect(await total()).toBe(1);
    await account.setClock({ advance: 'PT0.001S' });
    expect(await total()).toBe(0);
  });
});

describe('clocks that run', () => {
  it('[emulator] real and offset: sessions of now are there, in the time of the clock', async () => {
    const account = await emulator.createAccount({ bots: [{ botId }], clock: { mode: 'real' } });
    const hour = 3_600_000;
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    // Some minutes apart, as a deployment's clock may differ from this machine's.
    await account.importRows([
      makeRow(botId, 1, { start_time: at(-hour / 2) }),
      makeRow(botId, 2, { start_time: at(hour / 2) }),
      makeRow(botId, 3, { start_time: at(3 * hour) }),
    ]);
    const total = async () => ((await account.ask()).body as { total: number }).total;
    expect(await total()).toBe(1);
    await account.setClock({ advance: 'PT1H' });
    expect(await total()).toBe(2);
    expect((await account.call('GET', '/clock')).body).toMatchObject({ mode: 'offset', offsetMs: hour });
    await account.setClock({ mode: 'offset', by: 'PT4H' });
    expect(await total()).toBe(3);
    await account.setClock({ mode: 'offset', by: '-PT1H' });
    expect(await total()).toBe(0);
    await account.setClock({ mode: 'real' });
    expect(await total()).toBe(1);
  });

  it('[emulator] many advances at once: none is lost', async () => {
    const account = await emulator.createAccount();
    await Promise.all(Array.from({ length: 10 }, () => account.setClock({ advance: 'PT1M' })));
    expect((await account.call('GET', '/clock')).body).toEqual({ mode: 'frozen', now: minute(10) });
  });
});
