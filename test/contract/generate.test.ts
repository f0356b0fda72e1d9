import { beforeAll, describe, expect, it } from 'vitest';
import type { Account, Ask } from './support/account.ts';
import { bothRoutes, useEmulator } from './support/emulator.ts';
import { fieldsOf, problem } from './support/problem.ts';
import { minutesAgo, now, type Row } from './support/rows.ts';
import { answersOf, type Counts, exportAll, type GenerateAnswer, generate } from './support/sessions.ts';

const emulator = useEmulator();
const bots = [{ botId: 'st-1' }, { botId: 'st-2' }, { botId: 'st-3' }];
const containmentTypes = ['dropOff', 'selfService', 'agent'];
const sessionTypes = ['interactive', 'non-interactive'];
// Six days and a half, so that a day is cut on either side and a window holds all.
const args = { seed: 11, count: 150, from: '2026-03-04T00:00:00.000Z', to: now, active: 9 };

const makeAccount = (input: Record<string, unknown> = {}) => emulator.createAccount({ bots, ...input });

async function totalOf(account: Account, ask: Ask): Promise<number> {
  const { status, body } = await account.ask({ app: account.appOf('admin'), ...ask });
  expect(status).toBe(200);
  return (body as { total: number }).total;
}

/** The counts by asking the vendor's routes; `ask` says for which bots. */
async function countBy(account: Account, ask: Ask, days: readonly string[]) {
  const count = async (names: readonly string[], toAsk: (name: string) => Ask) =>
    Object.fromEntries(
      await Promise.all(
        names.map(async (name) => [name, await totalOf(account, { ...ask, ...toAsk(name) })] as const),
      ),
    );
  return {
    total: await totalOf(account, ask),
    perContainmentType: await count(containmentTypes, (type) => ({ query: `containmentType=${type}` })),
    perSessionType: await count(sessionTypes, (sessionType) => ({ body: { sessionType } })),
    perDay: await count(days, (day) => ({ body: { dateFrom: day, dateTo: day } })),
  };
}

/** What the truth says of the vendor's answers at its instant. */
function listed({ total, perContainmentTypeAsListed, perSessionType, perDay }: Counts) {
  return { total, perContainmentType: perContainmentTypeAsListed, perSessionType, perDay };
}

describe('the truth is what the vendor routes answer', () => {
  let account: Account;
  let answer: GenerateAnswer;

  beforeAll(async () => {
    account = await makeAccount();
    answer = await generate(account, args);
  });

  it('[emulator] counts what was written', () => {
    const { written, replaced, total, settled, truth } = answer;
    expect({ written, replaced, total, settled }).toEqual({
      written: 150,
      replaced: 0,
      total: 150,
      settled: true,
    });
    expect(answer).not.toHaveProperty('next');
    expect(truth).toMatchObject({ at: now, total: 150, active: 9 });
    expect(Object.keys(truth.perBot)).toEqual(['st-1', 'st-2', 'st-3']);
    for (const counts of [truth, ...Object.values(truth.perBot)]) {
      const parts = [
        counts.perContainmentType,
        counts.perContainmentTypeAsListed,
        counts.perSessionType,
        counts.perDay,
      ];
      for (const part of parts) expect(Object.values(part).reduce((a, b) => a + b)).toBe(counts.total);
    }
  });

  it('[emulator] of the whole account', async () => {
    const days = Object.keys(answer.truth.perDay);
    expect(await countBy(account, { route: 'account' }, days)).toEqual(listed(answer.truth));
    expect(days.length).toBeGreaterThanOrEqual(6);
  });

  it('[emulator] of each bot', async () => {
    for (const [botId, counts] of Object.entries(answer.truth.perBot)) {
      expect(counts.total).toBeGreaterThan(0);
      expect(await countBy(account, { botId }, Object.keys(counts.perDay))).toEqual(listed(counts));
    }
  });

  it('[emulator] users and active sessions, by counting the rows', async () => {
    const { body } = await account.ask({ route: 'account', body: { limit: 1000 } });
    const { sessions } = body as { sessions: Row[] };
    expect(sessions.filter(({ sessionStatus }) => sessionStatus === 'active')).toHaveLength(9);
    expect(new Set(sessions.map(({ userId }) => userId)).size).toBe(answer.truth.users);
  });

  it('[emulator] once all are closed', async () => {
    const own = await makeAccount();
    const { truth } = await generate(own, args);
    await own.setClock({ advance: 'PT12H' });
    const window = { dateFrom: args.from, dateTo: now };
    for (const type of containmentTypes) {
      for (const sessionType of sessionTypes) {
        const ask = { query: `containmentType=${type}`, body: { ...window, sessionType } };
        expect(await totalOf(own, { route: 'account', ...ask })).toBe(
          truth.perCombination[type]?.[sessionType],
        );
      }
    }
  });
});

describe('the same arguments make the same sessions', () => {
  it('[emulator] in another account, byte for byte', async () => {
    const [one, other] = [await makeAccount(), await makeAccount()];
    const first = await generate(one, args);
    expect(await generate(other, args)).toEqual(first);
    expect(await exportAll(emulator, other)).toBe(await exportAll(emulator, one));
    expect(await answersOf(other)).toEqual(await answersOf(one));
  });

  it('[emulator] again: every one takes the place of itself', async () => {
    const account = await makeAccount();
    await generate(account, args);
    const before = await exportAll(emulator, account);
    expect(await generate(account, args)).toMatchObject({ written: 0, replaced: 150 });
    expect(await exportAll(emulator, account)).toBe(before);
  });

  it('[emulator] the arguments of the answer, whenever they are given', async () => {
    const [one, later] = [await makeAccount(), await makeAccount()];
    const { arguments: kept, truth } = await generate(one, { bot: 'st-2', perDay: 4 });
    expect(Object.keys(truth.perBot)).toEqual(['st-2']);
    await later.setClock({ advance: 'P3D' });
    expect((await generate(later, kept)).truth).toEqual(truth);
    expect(await exportAll(emulator, later)).toBe(await exportAll(emulator, one));
  });

  it('[emulator] in parts', async () => {
    const [whole, parts] = [await makeAccount(), await makeAccount()];
    await generate(whole, { ...args, count: 50 });
    let answer = await generate(parts, { ...args, count: 50, limit: 20 });
    expect(answer).toMatchObject({ written: 20, total: 50, next: 20 });
    for (let calls = 0; answer.next !== undefined && calls < 5; calls++) {
      answer = await generate(parts, { ...args, count: 50, limit: 20, offset: answer.next });
    }
    expect(answer).toMatchObject({ written: 10, truth: { total: 50 } });
    expect(await exportAll(emulator, parts)).toBe(await exportAll(emulator, whole));
  });

  it('[emulator] another seed: others', async () => {
    const [one, other] = [await makeAccount(), await makeAccount()];
    await generate(one, args);
    await generate(other, { ...args, seed: 12 });
    expect(await exportAll(emulator, other)).not.toBe(await exportAll(emulator, one));
    // Beside each other they do not meet.
    expect(await generate(one, { ...args, seed: 12 })).toMatchObject({ written: 150, replaced: 0 });
  });
});

describe('what can be asked for', () => {
  it('[emulator] one mix only', async () => {
    const account = await makeAccount();
    const mix = {
      containmentType: { agent: 1 },
      sessionType: { 'non-interactive': 1 },
      channel: { sms: 1 },
      language: { de: 1 },
      secondLanguage: 0,
      developer: 1,
    };
    const { truth } = await generate(account, { count: 12, mix, bots: [{ botId: 'st-3', weight: 2 }] });
    expect(truth).toMatchObject({
      perContainmentType: { agent: 12 },
      perSessionType: { 'non-interactive': 12 },
    });
    const { body } = await account.ask({ route: 'account' });
    for (const row of (body as { sessions: Row[] }).sessions) {
      expect(row).toMatchObject({
        botId: 'st-3',
        channel: 'sms',
        session_lang: ['de'],
        isDeveloper: true,
        containmentType: 'agent',
        sessionType: 'non-interactive',
      });
    }
  });

  it('[emulator] sessions on the very edges of a window', async () => {
    const account = await makeAccount();
    const [from, to] = [minutesAgo(300), minutesAgo(200)];
    await generate(account, { bot: 'st-1', count: 6, edges: [from, to] });
    const inside = await totalOf(account, { body: { dateFrom: from, dateTo: to } });
    expect(inside).toBe(4);
    const before = new Date(Date.parse(from) - 1).toISOString();
    expect(await totalOf(account, { body: { dateFrom: before, dateTo: to } })).toBe(5);
  });

  it('[emulator] equal starts, in a fixed order over pages', async () => {
    const account = await makeAccount();
    await generate(account, { count: 30, ties: { instants: 2, perBot: 5 } });
    const whole = ((await account.ask({ route: 'account' })).body as { sessions: Row[] }).sessions;
    expect(new Set(whole.map(({ start_time }) => start_time)).size).toBe(2);
    const paged: Row[] = [];
    for (let skip = 0; skip < 30; skip += 7) {
      const { body } = await account.ask({ route: 'account', body: { skip, limit: 7 } });
      paged.push(...(body as { sessions: Row[] }).sessions);
    }
    expect(paged).toEqual(whole);
  });

  it.each([
    ['demo', 600],
    ['quiet', 30],
    ['ties', 750],
    ['edges', 3 * 3 * 18],
    ['empty', 0],
  ])('[emulator] the scenario %s: %i sessions', async (scenario, total) => {
    const account = await makeAccount();
    const { written, truth } = await generate(account, { scenario });
    expect(written).toBe(truth.total);
    expect(truth.total).toBe(total);
    for (const route of bothRoutes) {
      const days = [0, 1, 2].map((day) => minutesAgo(day * 1440).slice(0, 10));
      for (const day of days) {
        const counts = route === 'account' ? truth : truth.perBot['st-1'];
        const started = await totalOf(account, { route, body: { dateFrom: day, dateTo: day } });
        // The scenario "edges" has sessions a millisecond after the clock.
        expect(started).toBe((counts?.perDay[day] ?? 0) - (await notYet(account, route, day)));
      }
    }
  });

  /** How many sessions of a day begin within the next minute. */
  async function notYet(account: Account, route: 'bot' | 'account', day: string): Promise<number> {
    const ask = { route, body: { dateFrom: day, dateTo: day } };
    const before = await totalOf(account, ask);
    await account.setClock({ advance: 'PT1M' });
    const after = await totalOf(account, ask);
    await account.setClock({ advance: '-PT1M' });
    return after - before;
  }

  it('[emulator] the scenario busy-week: more than the largest page, in parts', async () => {
    const account = await makeAccount();
    const answer = await generate(account, { scenario: 'busy-week', limit: 20 });
    expect(answer).toMatchObject({ written: 20, total: 12_000, next: 20 });
  });
});

describe('what cannot be made', () => {
  it.each<[string, unknown]>([
    ['count', {}],
    ['count', { count: -1 }],
    ['count', { count: 1e300 }],
    ['count', { count: 5, perDay: 5 }],
    ['perDay', { perDay: '5' }],
    ['bots.0', { count: 1, bots: ['st-9'] }],
    ['bots', { count: 1, bots: [] }],
    ['bots', { count: 1, bots: ['st-1', 'st-1'] }],
    ['bot', { count: 1, bot: 'st-1', bots: ['st-1'] }],
    ['to', { count: 1, from: '2026-03-10', to: '2026-03-09' }],
    ['from', { count: 1, from: 'soon' }],
    ['mix.channel.sms', { count: 1, mix: { channel: { sms: -1 } } }],
    ['mix.containmentType', { count: 1, mix: { containmentType: { agent: 0 } } }],
    ['mix.containmentType.Agent', { count: 1, mix: { containmentType: { Agent: 1 } } }],
    ['shape', { count: 1, shape: 'round' }],
    ['edges.0', { count: 9, edges: ['2020-01-01'] }],
    ['number', { count: 1, number: 2 }],
    ['scenario', { scenario: 'nowhere' }],
    ['count', { scenario: 'demo', count: 5 }],
    ['limit', { count: 5, limit: 0 }],
    ['offset', { count: 5, offset: -1 }],
    ['', []],
    ['', 'demo'],
    ['', null],
  ])('[emulator] %s: 400 for %j, and nothing is written', async (field, body) => {
    const account = await emulator.sharedAccount({ bots });
    const answer = await account.call('POST', '/sessions/generate', JSON.stringify(body));
    expect(answer).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(answer)).toContain(field);
    expect(await exportAll(emulator, account)).toBe('');
  });

  it('[emulator] more than one call makes: 400, and the way on is named', async () => {
    const account = await emulator.sharedAccount({ bots });
    const answer = await account.call('POST', '/sessions/generate', { count: 50_000 });
    expect(answer).toEqual(problem(400, 'too_many_sessions'));
    expect(fieldsOf(answer)).toEqual(['limit']);
  });

  it.each(['1901-01-01T00:00:00.000Z', '1970-01-02T00:00:00.000Z', '9899-01-01T00:00:00.000Z'])(
    '[emulator] a clock at %s: made or refused, not failed',
    async (at) => {
      const account = await makeAccount();
      await account.setClock({ mode: 'frozen', now: at });
      for (const body of [
        { count: 2 },
        { scenario: 'quiet' },
        { scenario: 'edges' },
        { scenario: 'empty' },
      ]) {
        expect([200, 400]).toContain((await account.call('POST', '/sessions/generate', body)).status);
      }
    },
  );

  it('[emulator] an account without bots', async () => {
    const account = await emulator.createAccount({ bots: [] });
    for (const body of [{ count: 2 }, { scenario: 'demo' }, { scenario: 'empty' }]) {
      expect(await account.call('POST', '/sessions/generate', body)).toEqual(problem(400, 'invalid_request'));
    }
  });
});
