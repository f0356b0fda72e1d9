import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { safeResponseBytes } from '../../functions/domain/response-bytes.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

/* What pages of messages cost, by the meter that the journal has it from. */

const botId = 'st-cost';
const now = '2026-03-10T12:00:00.000Z';
let emulator: Emulator;
let auth: string;

beforeAll(async () => {
  emulator = await startEmulator();
  await control('POST', '/accounts', {
    accountId: 'cost',
    bots: [{ botId }],
    apps: [{ kind: 'builder', clientId: 'cs-cost', clientSecret: 'a secret of some length' }],
    clock: { mode: 'frozen', now },
  });
  auth = await new SignJWT({ appId: 'cs-cost' })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode('a secret of some length'));
  const sessions = Array.from({ length: 500 }, (_, index) => ({
    sessionId: `s-${String(index).padStart(4, '0')}`,
    botId,
    userId: 'u-8c4ca335-3152-5622-9cbb-51c6daf6c12f',
    start_time: new Date(Date.parse(now) - (index + 1) * 600_000).toISOString(),
    end_time: new Date(Date.parse(now) - (index + 1) * 600_000 + 500_000).toISOString(),
    noOfMessagesExchanged: 20,
    tags: { userTags: [], sessionTags: [{ name: 'intent', value: 'billing' }] },
  }));
  await control('POST', '/accounts/cost/sessions', sessions);
});
afterAll(() => emulator.close());

async function control(method: string, path: string, body: unknown): Promise<void> {
  const response = await emulator.request(`/_emulator${path}`, {
    method,
    headers: { authorization: `Bearer ${emulator.controlKey}` },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** What an answer says, and what it has cost. */
async function ask(api: string, body: object) {
  const response = await emulator.request(`/api/public/bot/${botId}/${api}`, {
    method: 'POST',
    headers: { auth },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const answer = JSON.parse(text) as { total: number; moreAvailable: boolean; messages: { _id: string }[] };
  return { answer, text, cost: emulator.log.at(-1)?.dynamodb };
}

test('a warm page of 100 costs what a page of sessions costs, at any depth', async () => {
  for (const api of ['getSessions', 'getMessagesV2']) await ask(api, {});
  const sessions = await ask('getSessions', { limit: 100 });
  for (const skip of [0, 4_000, 9_900]) {
    const { answer, cost } = await ask('getMessagesV2', { limit: 100, skip });
    expect(answer).toMatchObject({ total: 10_000, moreAvailable: skip < 9_900 });
    expect(answer.messages).toHaveLength(100);
    expect(cost).toEqual(sessions.cost);
  }
  expect(sessions.cost).toEqual({ calls: 1, readUnits: 1, writeUnits: 0 });
});

test('10,000 messages of 500 sessions take at most 3 requests of at most 3 calls, each within what Lambda carries', async () => {
  const ids = new Set<string>();
  let requests = 0;
  for (let more = true; more; requests++) {
    const { answer, text, cost } = await ask('getMessagesV2', { limit: 10_000, skip: ids.size });
    for (const { _id } of answer.messages) ids.add(_id);
    expect(Buffer.byteLength(JSON.stringify(text))).toBeLessThanOrEqual(safeResponseBytes);
    expect(cost?.calls).toBeLessThanOrEqual(3);
    more = answer.moreAvailable;
  }
  expect(ids.size).toBe(10_000);
  expect(requests).toBeLessThanOrEqual(3);
});

test('messages of 20 sessions with dates are asked for in at most 3 calls', async () => {
  const sessionId = Array.from({ length: 20 }, (_, index) => `s-${String(index).padStart(4, '0')}`);
  const { answer, cost } = await ask('getMessagesV2', { sessionId, dateTo: '2026-03-10', limit: 10_000 });
  expect(answer.total).toBe(400);
  expect(cost?.calls).toBeLessThanOrEqual(3);
});
