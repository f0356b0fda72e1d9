import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DescribedEmulator, startDescribed } from './described-emulator.ts';

let emulator: DescribedEmulator;

beforeAll(async () => {
  emulator = await startDescribed();
});

afterAll(() => emulator.close());

describe('answers of the emulated routes are as it says', () => {
  test('sessions and refusals, each status of the table', async () => {
    const { path, bots, apps } = await emulator.makeAccount({ clock: { mode: 'frozen', now: '2026-03-02' } });
    const botId = bots[0]?.botId;
    const row = {
      sessionId: 's1',
      botId,
      userId: 'u-1',
      start_time: '2026-03-01T09:00:00Z',
      tags: { sessionTags: [{ name: 'a', value: 'b', altText: 'c' }] },
    };
    await emulator.ask('POST', `${path}/sessions`, [row]);
    const token = async (clientId: string | undefined, flaw?: string): Promise<string> => {
      const minted = await emulator.ask('POST', `${path}/tokens`, { clientId, flaw });
      return ((await minted.json()) as { token: string }).token;
    };
    const vendor = async (vendorPath: string, auth: string, body: string): Promise<number> => {
      const response = await emulator.request(vendorPath, { method: 'POST', headers: { auth }, body });
      await emulator.check('POST', vendorPath, response);
      return response.status;
    };
    const [builder, admin] = [await token(apps[0]?.clientId), await token(apps[1]?.clientId)];
    const botPath = `/api/public/bot/${botId}/getSessions`;

    const statuses = [
      await vendor(botPath, builder, '{}'),
      await vendor(`/api/public/stream/${botId}/getSessions`, builder, '{"sessionId":["s1","s2"]}'),
      await vendor('/api/public/getSessions', admin, '{"limit":"1"}'),
      await vendor(botPath, await token(apps[0]?.clientId, 'expired'), '{}'),
      await vendor('/api/public/getSessions', builder, '{}'),
      await vendor('/api/public/bot/st-nobody/getSessions', admin, '{}'),
      await vendor(botPath, builder, '{'),
      await vendor(botPath, builder, '{"limit":0}'),
    ];
    expect(statuses).toEqual([200, 200, 200, 401, 401, 400, 400, 412]);

    for (const error of ['rateLimitMinute', 'internal', 'methodNotAllowed', 'notFound']) {
      await emulator.ask('PUT', `${path}/faults`, [{ effect: { error } }]);
      expect([429, 500, 405, 404]).toContain(await vendor(botPath, builder, '{}'));
    }
  });

  test('messages, made up with all that rows may have, and of a call', async () => {
    const { path, bots, apps } = await emulator.makeAccount({ clock: { mode: 'frozen', now: '2026-03-02' } });
    const botId = bots[0]?.botId;
    const session = {
      sessionId: 's1',
      botId,
      userId: 'u-1',
      identities: ['one@example.com'],
      callId: 'call-1',
      start_time: '2026-03-01T09:00:00Z',
      containmentType: 'agent',
      noOfMessagesExchanged: 9,
    };
    await emulator.ask('POST', `${path}/sessions`, [session]);
    const tokens: string[] = [];
    for (const { clientId } of apps) {
      const minted = await emulator.ask('POST', `${path}/tokens`, { clientId });
      tokens.push(((await minted.json()) as { token: string }).token);
    }
    const [builder = '', admin = ''] = tokens;
    const bot = `/api/public/bot/${botId}`;
    const all = '{"includeTraceId":true,"includeLatency":"true"}';
    for (const [method, vendorPath, auth, body] of [
      ['POST', `${bot}/getMessagesV2`, builder, all],
      ['POST', `${bot}/getMessages`, builder, '{"callId":"call-1"}'],
      ['POST', `/api/public/stream/${botId}/getMessages`, builder, '{}'],
      ['POST', '/api/public/getMessages', admin, '{}'],
      ['GET', `${bot}/getMessagesV2?userId=u-1`, builder, undefined],
      ['GET', `${bot}/getMessages?userId=u-1`, builder, undefined],
      ['GET', `/api/public/stream/${botId}/getMessages?userId=u-1`, builder, undefined],
    ] as const) {
      const response = await emulator.request(vendorPath, {
        method,
        headers: { auth },
        ...(body === undefined ? {} : { body }),
      });
      await emulator.check(method, vendorPath, response);
      expect(((await response.json()) as { total: number }).total).toBe(9);
    }
    const refused = await emulator.request(`${bot}/getMessages`, { headers: { auth: builder } });
    await emulator.check('GET', `${bot}/getMessages`, refused);
    expect(refused.status).toBe(412);
  });
});

test('every operation of the emulated routes has answered', () => {
  expect(emulator.withoutAnswer('/api/')).toEqual([]);
});
