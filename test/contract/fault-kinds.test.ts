import { describe, expect, it } from 'vitest';
import { readAnswer, refused } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { fieldsOf, problem } from './support/problem.ts';
import { makeRow, minutesAgo, type Row, sessionIdOf, upTo } from './support/rows.ts';

const emulator = useEmulator();

describe('headers of a fault', () => {
  it.each([
    { error: 'rateLimitMinute' },
    { error: { status: 503, body: 'x' } },
    { malformed: true },
    { truncate: 5 },
    {},
  ])('[emulator] stand beside %j', async (effect) => {
    const account = await emulator.createAccount();
    const headers = { 'Retry-After': '30', 'x-ratelimit-remaining': '0' };
    await account.setFaults({ effect: { ...effect, headers }, times: 1 });
    const response = await account.send();
    expect(response.headers.get('retry-after')).toBe('30');
    expect(response.headers.get('x-ratelimit-remaining')).toBe('0');
    await response.text();
    const next = await account.send();
    expect(next.status).toBe(200);
    expect(next.headers.has('retry-after')).toBe(false);
    const { requests } = await account.control<{ requests: { faults: unknown[] }[] }>('GET', '/requests');
    expect(requests.at(-1)?.faults).toEqual([{ rule: 0, effect: { ...effect, headers } }]);
  });

  it('[emulator] leave the answer as it is', async () => {
    const account = await emulator.createAccount();
    const headers = { 'Retry-After': '30' };
    await account.setFaults({ effect: { error: 'rateLimitMinute', headers } });
    expect(await readAnswer(await account.send())).toEqual(refused('rateLimitMinute', 'fault_injected'));
    await account.setFaults({ effect: { headers } });
    expect(await readAnswer(await account.send())).toMatchObject({ status: 200, body: { total: 0 } });
    await account.setFaults({ effect: { error: 'internal', headers: { 'Content-Type': 'text/html' } } });
    expect((await account.send()).headers.get('content-type')).toBe('text/html');
  });

  it.each([
    { headers: {} },
    { headers: { 'Set-Cookie': 'a=b' } },
    { headers: { 'Retry-After': 30 } },
    { headers: { 'Retry-After': 'a\r\nb: c' } },
    { delay: 5, headers: { 'Retry-After': '30' } },
    { shuffle: true },
    { shuffle: '' },
  ])('[emulator] not valid: %j', async (effect) => {
    const account = await emulator.createAccount();
    const refusal = await account.call('PUT', '/faults', [{ effect }]);
    expect(refusal).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(refusal)?.[0]).toMatch(/^0\.effect/);
  });
});

describe('shuffled', () => {
  const tied = upTo(20).map((number) => makeRow('st-1', number, { start_time: minutesAgo(10) }));
  const newer = upTo(3).map((number) => makeRow('st-1', number, { sessionId: sessionIdOf(100 + number) }));
  const older = upTo(3).map((number) => makeRow('st-2', 20 + number));
  const idsOf = ({ body }: { body: unknown }): string[] =>
    (body as { sessions: Row[] }).sessions.map(({ sessionId }) => sessionId);

  it('[emulator] equal starts stand in another order from page to page, other starts as ever', async () => {
    const account = await emulator.createAccount({ bots: [{ botId: 'st-1' }, { botId: 'st-2' }] });
    await account.importRows([...tied, ...newer, ...older]);
    const page = (skip: number, limit: number) => account.ask({ route: 'account', body: { skip, limit } });
    const plain = idsOf(await page(0, 100));
    await account.setFaults({ effect: { shuffle: 'seed' } });
    const whole = await page(0, 100);
    expect(whole.body).toMatchObject({ total: 26, moreAvailable: false });
    expect(idsOf(whole)).not.toEqual(plain);
    expect(idsOf(whole).toSorted()).toEqual(plain.toSorted());
    expect([...idsOf(whole).slice(0, 3), ...idsOf(whole).slice(23)]).toEqual([
      ...plain.slice(0, 3),
      ...plain.slice(23),
    ]);

    // Of a loop over pages each has as many as it should, and together they repeat some and miss others.
    const pages = [];
    for (const skip of [0, 5, 10, 15, 20, 25]) pages.push(idsOf(await page(skip, 5)));
    expect(pages.map(({ length }) => length)).toEqual([5, 5, 5, 5, 5, 1]);
    const seen = new Set(pages.flat());
    expect(seen.size).toBeLessThan(26);
    for (const id of [...plain.slice(0, 3), ...plain.slice(23)]) expect(seen).toContain(id);

    expect(idsOf(await page(5, 5))).toEqual(pages[1]);
    await account.setFaults({ effect: { shuffle: 7 } });
    expect(idsOf(await page(5, 5))).not.toEqual(pages[1]);
    await account.setFaults();
    expect(idsOf(await page(0, 100))).toEqual(plain);
  });
});
