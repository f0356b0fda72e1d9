import { beforeAll, describe, expect, it } from 'vitest';
import { kinds, newer, type Seen } from '../domain/rows/kinds.ts';
import type { Account } from './support/account.ts';
import { found } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { answerOf, type Imported, makeSeeded, textOf } from './support/real-rows.ts';
import { sessionIdOf } from './support/rows.ts';
import { exportAll } from './support/sessions.ts';

const emulator = useEmulator();
const makeAccount = (input: Record<string, unknown> = {}) =>
  emulator.createAccount({ bots: [{ botId: 'st-1' }], ...input });

/** The kinds as rows of one account, newest first; of those that start together the last comes first. */
const held = kinds
  .map(({ text, back = text, seen = {}, ...kind }, number) => {
    const sessionId = sessionIdOf(number);
    const withId = (row: string) => row.replaceAll(newer.sessionId, sessionId);
    return { ...kind, sessionId, text: withId(text), back: withId(back), seen };
  })
  .reverse()
  .sort((one, other) => startOf(other).localeCompare(startOf(one)));
type Held = (typeof held)[number];

function startOf({ seen }: { seen: Seen }): string {
  return seen.start ?? newer.start_time;
}
const whole = (isIn: (row: Held) => boolean = () => true) =>
  answerOf(...held.filter(isIn).map(({ back }) => back));

describe('rows as real files have them', () => {
  const everything = { body: { limit: 1000 } };
  let account: Account;
  const imported = new Map<string, Imported>();

  // Each is a file of its own; asked for they are together, as a deployment takes its time for each answer.
  beforeAll(async () => {
    account = await makeAccount();
    for (const { text, sessionId } of held)
      imported.set(sessionId, await account.control<Imported>('POST', '/sessions', text));
  });

  it.each(held)('[response.imported] $name: imports, and what is odd is said', ({ sessionId, odd }) => {
    const answer = imported.get(sessionId);
    expect(answer).toMatchObject({ written: 1, replaced: 0, rejected: [] });
    const codes = (answer?.warnings ?? []).flatMap(({ code, count }) => Array<string>(count).fill(code));
    expect(codes.sort()).toEqual([...odd].sort());
  });

  it('[response.imported] all of them come back byte for byte', async () => {
    expect(await textOf(account, everything)).toBe(whole());
  });

  it('[response.imported] by their ids too', async () => {
    for (const part of [held.slice(0, 40), held.slice(40)]) {
      const text = await textOf(account, { body: { sessionId: part.map(({ sessionId }) => sessionId) } });
      for (const { back } of part) expect(text).toContain(back);
      expect(JSON.parse(text)).toMatchObject({ total: part.length });
    }
  });

  it.each([...new Set(held.map(startOf))])('[response.imported] by their start, %s', async (start) => {
    const text = await textOf(account, { body: { dateFrom: start, dateTo: start, limit: 1000 } });
    expect(text).toBe(whole((row) => startOf(row) === start));
  });

  it.each(['dropOff', 'selfService', 'agent'])('[response.imported] containmentType %s', async (type) => {
    expect(await textOf(account, { ...everything, query: `containmentType=${type}` })).toBe(
      whole(({ seen: { containmentType = 'selfService' } }) => containmentType === type),
    );
  });

  it.each(['interactive', 'non-interactive'])('[response.imported] sessionType %s', async (type) => {
    expect(await textOf(account, { body: { ...everything.body, sessionType: type } })).toBe(
      whole(({ seen: { sessionType = 'interactive' } }) => sessionType === type),
    );
  });

  const tagged = held.flatMap((row) => (row.seen.tag ? [{ ...row, tag: row.seen.tag }] : []));
  it.each(tagged)('[response.imported] by its tag: $name', async ({ tag: { name, value }, back }) => {
    for (const asked of new Set([value ?? String(value), String(value)])) {
      const tags = { and: [{ name, values: [asked] }] };
      expect(await textOf(account, { body: { tags } })).toBe(answerOf(back));
    }
  });

  const named = held.flatMap((row) => (row.seen.userId ? [{ ...row, userId: row.seen.userId }] : []));
  it.each(named)('[response.imported] by its user: $name', async ({ userId, back }) => {
    expect(await textOf(account, { body: { userId } })).toBe(answerOf(back));
  });

  it('[response.imported] what is exported imports again to the same', async () => {
    const copy = await makeAccount();
    await copy.control('POST', '/sessions', await exportAll(emulator, account));
    expect(await textOf(copy, everything)).toBe(whole());
  });

  it('[response.imported] so do the rows as the seed of an account', async () => {
    const seeded = await makeSeeded(emulator, `[${held.map(({ text }) => text).join()}]`);
    expect(await textOf(seeded, everything)).toBe(whole());
  });
});

describe('settings', () => {
  it('[window.tooLong] maxWindowDays: another longest window, or none', async () => {
    const account = await makeAccount();
    const old = { ...newer, start_time: '2024-01-05T00:00:00.000Z', end_time: '2024-01-05T00:01:00.000Z' };
    await account.importRows([old]);
    const years = { dateFrom: '2023-06-01', dateTo: '2026-03-10' };
    const days = { dateFrom: '2024-01-01T00:00:00.000Z', dateTo: '2024-01-31T00:00:00.000Z' };
    expect((await account.ask({ body: days })).status).toBe(412);
    await account.change({ maxWindowDays: 30 });
    expect(await account.ask({ body: days })).toEqual(found([old]));
    expect((await account.ask({ body: { ...days, dateTo: '2024-01-31T00:00:00.001Z' } })).status).toBe(412);
    await account.change({ maxWindowDays: null });
    expect(await account.ask({ body: years })).toEqual(found([old]));
    // What is left out stays as the vendor has it.
    expect(await account.ask({ body: { dateTo: '2024-01-20' } })).toEqual(found([]));
  });

  it('[response.altText] generatedAltText, and the argument of the generator', async () => {
    const altTexts = async (account: Account) => {
      const { body } = await account.ask();
      return (body as { sessions: { tags: object }[] }).sessions.map(({ tags }) => Object.keys(tags).join());
    };
    const [older, newerForm] = ['userTags,sessionTags', 'userTags,sessionTags,altText'];
    const account = await makeAccount();
    await account.control('POST', '/sessions/generate', { count: 2, altText: true });
    expect(await altTexts(account)).toEqual([newerForm, newerForm]);
    await account.control('DELETE', '/sessions');
    await account.control('POST', '/sessions/generate', { count: 1 });
    expect(await altTexts(account)).toEqual([older]);
    const set = await makeAccount({ settings: { generatedAltText: true }, seed: { count: 2 } });
    expect(await altTexts(set)).toEqual([newerForm, newerForm]);
    await set.control('POST', '/reset');
    expect(await altTexts(set)).toEqual([newerForm, newerForm]);
    const scenario = await makeAccount({ seed: { scenario: 'quiet', altText: true } });
    expect(new Set(await altTexts(scenario))).toEqual(new Set([newerForm]));
  });
});
