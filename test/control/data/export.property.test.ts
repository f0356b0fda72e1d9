import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../support/emulator.ts';
import { assertAtLeast } from '../../support/time-box.ts';
import { control, done, TestAccount } from './support.ts';

const now = Date.parse('2026-03-10T12:00:00.000Z');
const bots = ['st-1', 'st-2'];

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(async () => {
  await emulator.close();
});

const text = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
const tag = fc.record(
  { name: text, value: fc.string({ maxLength: 8 }), altText: fc.string({ maxLength: 8 }) },
  { requiredKeys: ['name', 'value'] },
);
const session = fc
  .record(
    {
      sessionId: fc.stringMatching(/^[A-Za-z0-9_-]{1,24}$/),
      botId: fc.constantFrom(...bots),
      userId: text,
      startsAt: fc.integer({ min: now - 6 * 86_400_000, max: now }),
      lasts: fc.integer({ min: 0, max: 8 * 86_400_000 }),
      channel: text,
      session_lang: fc.array(fc.string({ minLength: 1, maxLength: 5 }), { maxLength: 3 }),
      sessionType: fc.constantFrom('interactive', 'non-interactive'),
      isDeveloper: fc.boolean(),
      sessionStatus: fc.constantFrom('active', 'closed'),
      tags: fc.record({
        userTags: fc.array(tag, { maxLength: 2 }),
        sessionTags: fc.array(tag, { maxLength: 3 }),
      }),
      noOfMessagesExchanged: fc.nat(),
      containmentType: fc.constantFrom('dropOff', 'selfService', 'agent'),
      callId: text,
      identities: fc.array(text, { maxLength: 3 }),
    },
    { requiredKeys: ['sessionId', 'botId', 'userId', 'startsAt', 'lasts'] },
  )
  .map(({ startsAt, lasts, ...row }) => ({
    ...row,
    start_time: new Date(startsAt).toISOString(),
    end_time: new Date(startsAt + lasts).toISOString(),
  }));
const sessions = fc.uniqueArray(session, {
  selector: ({ sessionId }) => sessionId,
  minLength: 1,
  maxLength: 12,
});

const account = async (input: Record<string, unknown> = {}): Promise<TestAccount> => {
  const clock = { mode: 'frozen', now: new Date(now).toISOString() };
  return (await TestAccount.create(emulator, { bots: bots.map((botId) => ({ botId })), clock, ...input }))
    .account;
};

/** What clients are answered, at times at which sessions run and at which they are over. */
async function answers(
  of: TestAccount,
  rows: { callId?: string; identities?: string[] }[],
): Promise<string[]> {
  const bodies = [
    {},
    { limit: 3, skip: 2 },
    ...rows.flatMap(({ identities = [] }) => identities.map((userId) => ({ userId }))),
  ];
  const given: string[] = [];
  for (const at of [now, now + 4 * 86_400_000]) {
    await done(emulator, 'PUT', `${of.path}/clock`, { mode: 'frozen', now: new Date(at).toISOString() });
    const window = { dateFrom: new Date(now - 6 * 86_400_000).toISOString() };
    for (const body of bodies) given.push(await (await of.ask(emulator, { ...window, ...body })).text());
  }
  return given;
}

test('what was exported imports again to the same answers, byte for byte', async () => {
  const [one, two] = [await account(), await account()];
  await assertAtLeast(
    1,
    fc.asyncProperty(sessions, fc.integer({ min: 1, max: 5 }), async (rows, limit) => {
      for (const each of [one, two]) await done(emulator, 'POST', `${each.path}/reset`, {});
      await done(emulator, 'POST', `${one.path}/sessions`, rows);
      const exported = await one.exportAll(emulator, limit);
      const imported = await control(emulator, 'POST', `${two.path}/sessions`, gzipSync(exported), {
        'content-encoding': 'gzip',
      });
      expect(await imported.json()).toEqual({
        written: rows.length,
        replaced: 0,
        rejected: [],
        settled: true,
      });
      expect(await two.exportAll(emulator)).toBe(exported);
      expect(await answers(two, rows)).toEqual(await answers(one, rows));
    }),
    { numRuns: 25, ms: 12_000 },
  );
});

test('what was generated, reset and restored exports to the same text', async () => {
  const seeded = await account({ seed: { count: 300, active: 5 } });
  const exported = await seeded.exportAll(emulator, 70);
  expect(exported.split('\n')).toHaveLength(301);
  expect(exported).not.toContain('sessionStatus');
  await done(emulator, 'PUT', `${seeded.path}/snapshots/one`);
  await done(emulator, 'DELETE', `${seeded.path}/sessions?botId=st-1`);
  await done(emulator, 'POST', `${seeded.path}/snapshots/one/restore`);
  expect(await seeded.exportAll(emulator)).toBe(exported);
  await done(emulator, 'POST', `${seeded.path}/reset`);
  expect(await seeded.exportAll(emulator)).toBe(exported);
});

test('an export that a reset comes between says so', async () => {
  const seeded = await account({ seed: { count: 10 } });
  const first = await control(emulator, 'GET', `${seeded.path}/sessions?limit=5`);
  const next = /<(\?.*?)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  await done(emulator, 'POST', `${seeded.path}/reset`);
  const second = await control(emulator, 'GET', `${seeded.path}/sessions${next}`);
  expect(second.status).toBe(409);
  expect(await second.json()).toMatchObject({ code: 'cursor_outdated' });
});
