import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ask } from '../../../infra/real-api/ask.ts';
import type { RealMessage } from '../../../infra/real-api/outcome.ts';
import { newState, partsOf, type RecordState, record } from '../../../infra/record/record.ts';
import type { Recorded } from '../../../infra/record/recorded.ts';
import type { SanitisedRow } from '../../../infra/record/sanitise.ts';
import { isThorough } from '../../support/thorough.ts';
import { now, Vendor } from '../drift/vendor.ts';

const dayMs = 86_400_000;
const days = 21;
let vendor: Vendor;
let home: Vendor;

const text = (value: string) => [{ _id: 'cp-1', cT: 'text', data: { text: value }, thumbnails: [] }];
const template = JSON.stringify({
  type: 'template',
  payload: {
    template_type: 'button',
    text: 'Dear Jane',
    buttons: [{ type: 'postback', title: 'jane@x.org' }],
  },
});

/** Messages that somebody wrote: of a session, in a template, and of no session. */
const written = [text('I am Jane Miller, +49 170 1234567'), text(template), text('hunter2')].map(
  (components, index) => ({
    _id: `ms-0000000${index}-2222-3333-4444-555555555555`,
    botId: 'st-proof',
    sessionId: index === 2 ? undefined : `69b00000${'5'.padStart(16, '0')}`,
    type: 'incoming',
    channels: [{ type: 'sms', channelUId: '+491701234567' }],
    components,
    createdBy: 'jane.miller@example.com',
    createdOn: new Date(now - 6 * 3_600_000 + index * 1000).toISOString(),
    tags: { messageTags: [{ name: 'mood', value: 'angry' }], userTags: [], sessionTags: [], altText: [] },
    chnl: 'sms',
  }),
);

beforeAll(async () => {
  [vendor, home] = [await Vendor.start(), await Vendor.start()];
  await vendor.importMessages(written);
});
afterAll(() => Promise.all([vendor.close(), home.close()]));

interface Taken extends Record<Recorded, SanitisedRow[]> {
  states: RecordState[];
  sent: Ask[];
}

async function take(
  state = newState(now, days, [], true),
  stopAfter = Number.POSITIVE_INFINITY,
): Promise<Taken> {
  const taken: Taken = { sessions: [], messages: [], states: [], sent: [] };
  const api = vendor.api();
  const ask = (request: Ask) => {
    taken.sent.push(request);
    if (taken.sent.length > stopAfter) throw new Error('stopped');
    return api.ask(request);
  };
  const write = (rows: readonly SanitisedRow[], after: RecordState, kind: Recorded): void => {
    taken[kind].push(...rows);
    taken.states.push(after);
  };
  try {
    await record({ ask, state, write });
  } catch (error) {
    if (!(error instanceof Error && error.message === 'stopped')) throw error;
  }
  return taken;
}

async function found(of: Vendor, body: object): Promise<{ total: number; messages: RealMessage[] }> {
  const outcome = await of.api().ask({ api: 'getMessagesV2', body });
  if (outcome.kind !== 'answered') throw new Error(JSON.stringify(outcome));
  return outcome;
}

interface Tag {
  name: string;
  value: string;
}
const tagsOf = (row: Readonly<Record<string, unknown>>): Tag[] =>
  Object.values(row['tags'] as Record<string, Tag[]>).flat();

describe('recording messages too', () => {
  test('an import of both files gives the same messages for every filter, and nothing that anybody said', async () => {
    const { sessions, messages } = await take();
    const sources: RealMessage[] = [];
    for (const { kind, dateFrom, dateTo } of partsOf({ at: now, days, messages: true })) {
      const body = { dateFrom, dateTo, limit: 10_000, forward: true };
      if (kind === 'messages') sources.push(...(await found(vendor, body)).messages);
    }
    expect(messages).toHaveLength(sources.length);
    expect(messages.length).toBeGreaterThan(300);
    expect(JSON.stringify([sessions, messages])).not.toMatch(/jane|miller|1701234567|hunter|st-proof|u-1/i);

    const own = (row: SanitisedRow) => ({ ...row, botId: home.botId });
    await home.empty();
    await home.importRows(sessions.map(own));
    await home.importMessages(messages.map(own));
    const shift = Date.parse(String(messages[0]?.['createdOn'])) - Date.parse(sources[0]?.createdOn ?? '');
    const window = (by: number) => ({
      dateFrom: new Date(now - 6 * dayMs + by).toISOString(),
      dateTo: new Date(now + by).toISOString(),
    });
    const filters: [object, object][] = [[{}, {}]];
    for (const channelType of ['rtm', 'sms']) filters.push([{ channelType }, { channelType }]);
    const seen = new Set<unknown>();
    for (const [index, source] of sources.entries()) {
      const row: Record<string, unknown> = messages[index] ?? {};
      if (!seen.has(source['createdBy'])) {
        seen.add(source['createdBy']);
        filters.push([{ userId: source['createdBy'] }, { userId: row['createdBy'] }]);
      }
      for (const [at, { name, value }] of tagsOf(source).entries()) {
        const tag = tagsOf(row)[at];
        if (seen.has(name + value) || !tag) continue;
        seen.add(name + value);
        const by = (each: Tag) => ({ tags: { and: [{ name: each.name, values: [each.value] }] } });
        filters.push([by({ name, value }), by(tag)]);
      }
    }
    const [source, row] = [sources[0]?.['sessionId'], messages[0]?.['sessionId']];
    filters.push([{ sessionId: [source] }, { sessionId: [row] }]);
    expect(filters.length).toBeGreaterThan(8);
    for (const [atSource, atHome] of filters) {
      const { total } = await found(vendor, { ...window(0), ...atSource, limit: 1 });
      expect(total).toBeGreaterThan(0);
      expect((await found(home, { ...window(shift), ...atHome, limit: 1 })).total).toBe(total);
    }
  });

  test('goes on where it stopped, and comes to the same as in one go', async () => {
    const state = newState(now, days, [], true);
    const whole = await take(state);
    for (let stop = 1; stop < whole.sent.length; stop += isThorough ? 3 : 41) {
      const first = await take(state, stop);
      const rest = await take(first.states.at(-1) ?? state);
      expect([...first.sessions, ...rest.sessions]).toEqual(whole.sessions);
      expect([...first.messages, ...rest.messages]).toEqual(whole.messages);
    }
  });

  test('asks for messages day by day, and for none where they are not wanted', async () => {
    const { sent } = await take();
    expect(partsOf({ at: now, days, messages: true })).toHaveLength(3 + days);
    for (const { api, body } of sent.filter((ask) => ask.api)) {
      const { dateFrom, dateTo } = body as { dateFrom: string; dateTo: string };
      expect(api).toBe('getMessagesV2');
      expect(Date.parse(dateTo) - Date.parse(dateFrom)).toBeLessThan(dayMs);
    }
    const without = await take(newState(now, days, []));
    expect(without.sent.filter(({ api }) => api)).toEqual([]);
    expect(without.messages).toEqual([]);
  });

  test('an app without the scope fails it before anything is written', async () => {
    await vendor.setScopes({ app: ['bot_sessions:read'], admin: [] });
    try {
      await expect(take()).rejects.toThrow('Permission denied');
    } finally {
      await vendor.setScopes({ app: ['bot_sessions:read', 'chat_history:read'], admin: [] });
    }
  });

  test('what would leak fails it before the messages of that day are written', async () => {
    await vendor.importMessages([
      {
        ...written[0],
        _id: 'ms-leak',
        createdBy: 'somebody-with-a-name',
        tags: { messageTags: [{ name: 'who', value: 'somebody-with-a-name' }] },
      },
    ]);
    const kinds: Recorded[] = [];
    const api = vendor.api();
    const recording = record({
      ask: (ask) => api.ask(ask),
      state: newState(now, 1, ['createdBy'], true),
      write: (_, __, kind) => kinds.push(kind),
    });
    await expect(recording).rejects.toThrow('Nothing was written: createdBy is to be kept');
    expect(kinds).toEqual(['sessions']);
  });
});
