import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ask } from '../../../infra/real-api/ask.ts';
import { newState, type RecordState, record, windowsOf } from '../../../infra/record/record.ts';
import type { SanitisedRow } from '../../../infra/record/sanitise.ts';
import { now, Vendor } from '../drift/vendor.ts';

let vendor: Vendor;
let home: Vendor;

beforeAll(async () => {
  [vendor, home] = [await Vendor.start(), await Vendor.start()];
});
afterAll(() => Promise.all([vendor.close(), home.close()]));

interface Recorded {
  rows: SanitisedRow[];
  states: RecordState[];
  sent: number;
}

async function take(state = newState(now, 30, []), stopAfter = Number.POSITIVE_INFINITY): Promise<Recorded> {
  const recorded: Recorded = { rows: [], states: [], sent: 0 };
  const api = vendor.api();
  const ask = (request: Ask) => {
    recorded.sent += 1;
    if (recorded.sent > stopAfter) throw new Error('stopped');
    return api.ask(request);
  };
  try {
    await record({
      ask,
      state,
      write: (rows, after) => {
        recorded.rows.push(...rows);
        recorded.states.push(after);
      },
    });
  } catch (error) {
    if (!(error instanceof Error && error.message === 'stopped')) throw error;
  }
  return recorded;
}

const total = async (of: Vendor, ask: Ask): Promise<number> => {
  const outcome = await of.api().ask(ask);
  if (outcome.kind !== 'answered') throw new Error(JSON.stringify(outcome));
  return outcome.total;
};

interface Tag {
  name: string;
  value: unknown;
}
const tagsOf = (row: Record<string, unknown>): Tag[] =>
  Object.values(row['tags'] as Record<string, Tag[]>).flat();

describe('record', () => {
  test('an import of the result gives the same totals for every filter', async () => {
    const { rows } = await take();
    const sources = [];
    for (const window of windowsOf({ at: now, days: 30 })) {
      const outcome = await vendor.api().ask({ body: { ...window, limit: 1000 } });
      if (outcome.kind === 'answered') sources.push(...outcome.rows);
    }
    expect(rows.length).toBe(sources.length);
    expect(rows.length).toBeGreaterThan(130);
    const shift = Date.parse(String(rows[0]?.['start_time'])) - Date.parse(sources[0]?.start_time ?? '');
    expect(Math.abs(shift) % 86_400_000).toBe(0);
    // The same bot on either side, so that it can be asked in the same way.
    await home.empty();
    await home.importRows(rows.map((row) => ({ ...row, botId: home.botId })));

    const window = (by: number) => ({
      dateFrom: new Date(now - 6 * 86_400_000 + by).toISOString(),
      dateTo: new Date(now + by).toISOString(),
    });
    const filters: [Ask, Ask][] = [[{}, {}]];
    for (const type of ['agent', 'dropOff', 'selfService']) {
      filters.push([{ query: `containmentType=${type}` }, { query: `containmentType=${type}` }]);
    }
    for (const sessionType of ['interactive', 'non-interactive']) {
      filters.push([{ body: { sessionType } }, { body: { sessionType } }]);
    }
    const users = new Map<unknown, unknown>();
    const tags = new Map<string, Tag>();
    for (const [index, source] of sources.entries()) {
      const written: Record<string, unknown> = rows[index] ?? {};
      users.set(source['userId'], written['userId']);
      for (const [at, { name, value }] of tagsOf(source).entries()) {
        const tag = tagsOf(written)[at];
        if (tag) tags.set(JSON.stringify({ name, value }), tag);
      }
    }
    for (const [userId, replaced] of users)
      filters.push([{ body: { userId } }, { body: { userId: replaced } }]);
    for (const [text, replaced] of tags) {
      const { name, value } = JSON.parse(text) as Tag;
      const by = (tag: Tag) => ({ body: { tags: { and: [{ name: tag.name, values: [tag.value] }] } } });
      filters.push([by({ name, value }), by(replaced)]);
    }
    const within = (ask: Ask, by: number): Ask => ({
      ...ask,
      body: { ...window(by), limit: 1, ...(ask.body as object | undefined) },
    });
    expect(filters.length).toBeGreaterThan(12);
    for (const [atSource, atHome] of filters) {
      const expected = await total(vendor, within(atSource, 0));
      expect(expected).toBeGreaterThan(0);
      expect(await total(home, within(atHome, shift))).toBe(expected);
    }
  });

  test('goes on where it stopped, and comes to the same as in one go', async () => {
    const state = newState(now, 30, []);
    const whole = await take(state);
    for (let stop = 1; stop < whole.sent; stop++) {
      const first = await take(state, stop);
      const rest = await take(first.states.at(-1) ?? state);
      expect([...first.rows, ...rest.rows]).toEqual(whole.rows);
    }
  });

  test('windows meet without a gap, and none is longer than 7 days', () => {
    for (const days of [1, 7, 8, 30, 365]) {
      const windows = windowsOf({ at: now, days });
      const ends = windows.map(({ dateFrom, dateTo }) => [Date.parse(dateFrom), Date.parse(dateTo)] as const);
      expect(ends[0]?.[1]).toBe(now);
      expect(ends.at(-1)?.[0]).toBe(now - days * 86_400_000 + 1);
      for (const [index, [from, to]] of ends.entries()) {
        expect(to - from).toBeLessThan(7 * 86_400_000);
        if (index > 0) expect(to + 1).toBe(ends[index - 1]?.[0]);
      }
    }
  });

  test('what would leak fails the command before anything is written', async () => {
    // A user's id that is kept, and stands in a tag, which is replaced.
    await vendor.importRows([
      {
        sessionId: '69b00000ffffffffffffffff',
        botId: vendor.botId,
        userId: 'somebody-with-a-name',
        start_time: new Date(now - 3_600_000).toISOString(),
        end_time: new Date(now - 3_000_000).toISOString(),
        tags: { userTags: [{ name: 'who', value: 'somebody-with-a-name' }], sessionTags: [] },
        sessionType: 'interactive',
        containmentType: 'agent',
      },
    ]);
    let written = 0;
    const recording = record({
      ask: (ask) => vendor.api().ask(ask),
      state: newState(now, 7, ['userId']),
      write: () => {
        written += 1;
      },
    });
    await expect(recording).rejects.toThrow('Nothing was written');
    expect(written).toBe(0);
  });

  test('says so where the API shows fewer sessions than it counts', async () => {
    const said: string[] = [];
    const api = vendor.api();
    const ask = async (request: Ask) => {
      const outcome = await api.ask(request);
      const isPage = outcome.kind === 'answered' && (request.body as { limit: number }).limit > 1;
      return isPage ? { ...outcome, rows: [] } : outcome;
    };
    const state = newState(now, 7, []);
    await record({ ask, state, write: () => undefined, warn: (line) => said.push(line) });
    expect(said).toEqual([expect.stringMatching(/^Of \d{3} sessions .* has shown 0/)]);
  });

  test('what is not answered fails it, and says so', async () => {
    await vendor.setFaults([{ effect: { error: 'internal' } }]);
    try {
      await expect(take()).rejects.toThrow('did not answer: status 500');
    } finally {
      await vendor.setFaults([]);
    }
  });
});
