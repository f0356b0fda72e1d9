import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { vendorErrors } from '../../../functions/domain/vendor-errors.ts';
import { errorProbes } from '../../../infra/drift/probes/errors.ts';
import { messageFilterProbes } from '../../../infra/drift/probes/message-filters.ts';
import { messageProbes } from '../../../infra/drift/probes/messages.ts';
import { pagingProbes } from '../../../infra/drift/probes/paging.ts';
import { mostRequests, rateLimitProbe } from '../../../infra/drift/probes/rate-limit.ts';
import { runDrift } from '../../../infra/drift/run.ts';
import type { Probing } from '../../../infra/drift/run-context.ts';
import { takeSample } from '../../../infra/drift/take-sample.ts';
import { verdictsOf } from '../../../infra/drift/verdicts.ts';
import type { Send } from '../../../infra/real-api/real-api.ts';
import { now, Vendor } from './vendor.ts';

let vendor: Vendor;

beforeAll(async () => {
  vendor = await Vendor.start();
});
afterAll(() => vendor.close());
beforeEach(() => vendor.set({}));

const probes = [errorProbes, pagingProbes, messageProbes, messageFilterProbes];
const drift = (send?: Send) =>
  runDrift({ api: vendor.api(send), botId: vendor.botId, hasAdmin: true, now: () => now, probes });

const isOfMessages = (url: string): boolean => /getMessages/.test(url);
const { status, msg, code } = vendorErrors.validation;

describe('apps without the scope of chat history', () => {
  const without = ['bot_sessions:read'];
  const both = [...without, 'chat_history:read'];
  afterAll(() => vendor.setScopes({ app: both, admin: both }));

  test('tell how that is refused, and nothing else of messages; sessions are measured as ever', async () => {
    await vendor.setScopes({ app: without, admin: both });
    const errors = { scopeNotGranted: { status: 403, msg: 'Not for you' } };
    await vendor.set({ errors, zeroLimit: 'noRows' });
    const { rows, settings } = await drift();
    const ofMessages = rows.filter(({ row, verdict }) => /^messages/.test(row) && verdict !== 'not asked');
    expect(ofMessages.filter(({ verdict }) => verdict !== 'not measured').map(({ row }) => row)).toEqual([
      'messages.scope',
    ]);
    const why = ofMessages.filter(({ vendor: said }) => said.includes('give it the scope "Chat History"'));
    expect(why).toHaveLength(ofMessages.length - 1);
    expect(why.length).toBeGreaterThan(20);
    expect(settings).toEqual({ zeroLimit: 'noRows', errors });
  });

  test('leave the account route unmeasured where it is the admin app', async () => {
    await vendor.setScopes({ app: both, admin: without });
    const { rows } = await drift();
    expect(rows.find(({ row }) => row === 'messages.account')?.verdict).toBe('not measured');
    expect(rows.filter(({ verdict }) => verdict === 'differs')).toEqual([]);
  });
});

describe('an API whose messages fail', () => {
  const failing =
    (isBroken: (sent: number) => boolean, answer: () => Response): Send =>
    (url, init) => {
      if (!isOfMessages(url)) return vendor.send(url, init);
      sent += 1;
      return isBroken(sent) ? Promise.resolve(answer()) : vendor.send(url, init);
    };
  let sent = 0;
  beforeEach(() => {
    sent = 0;
  });

  test.each<[string, () => Response]>([
    ['an error', () => new Response('Bad Gateway', { status: 502 })],
    [
      'a path that is not there',
      () => Response.json({ errors: [{ msg: 'Method Not Allowed', code: 405 }] }, { status: 405 }),
    ],
    ['a page of sessions', () => Response.json({ total: 0, moreAvailable: false, sessions: [] })],
    ['no messages', () => Response.json({ total: 0, moreAvailable: false, messages: [] })],
  ])('%s from the first on: none is measured, and sessions are', async (_, answer) => {
    const { rows } = await drift(failing(() => true, answer));
    expect(rows.filter(({ verdict }) => verdict === 'differs')).toEqual([]);
    const measured = rows.filter(({ verdict }) => verdict === 'same').map(({ row }) => row);
    expect(measured.filter((row) => row.startsWith('messages.'))).toEqual([]);
    expect(measured).toContain('body.limitAbsent');
  });

  test('refusals that come after the first pages: none is measured, nothing is proposed', async () => {
    const refuse = () => Response.json({ errors: [{ msg, code }] }, { status });
    const { rows, settings } = await drift(failing((number) => number > 3, refuse));
    expect(rows.filter(({ row, verdict }) => row.startsWith('messages.') && verdict === 'same')).toEqual([]);
    expect(rows.filter(({ verdict }) => verdict === 'differs')).toEqual([]);
    expect(settings).toEqual({});
  });
});

test('the URL of an icon is in no report', async () => {
  await vendor.set({ messagesIcon: 'https://cdn.jane-miller.example/jane.png' });
  const found = await drift();
  expect(found.settings).toEqual({ messagesIcon: 'https://example.com/icon.png' });
  expect(JSON.stringify(found)).not.toContain('jane');
});

describe('the rate limit', () => {
  test.each(['own', 'shared'] as const)(
    'messagesRateLimit %s is told by the limit that is used up',
    async (value) => {
      const own = await Vendor.start();
      try {
        await own.set({ messagesRateLimit: value });
        const api = own.api();
        const sample = await takeSample((_, ask) => api.ask(ask), own.botId, true, now);
        await own.setRateLimit('vendor');
        const probing: Probing = {
          ask: (_, ask) => api.ask(ask),
          askUnpaced: (ask) => api.askUnpaced(ask),
          sample,
          hasAdmin: true,
          now: () => now,
          known: new Map(),
          errors: [],
        };
        const { settings, rows } = verdictsOf(await rateLimitProbe.run(probing), probing.errors);
        expect(settings).toEqual(value === 'own' ? {} : { messagesRateLimit: 'shared' });
        const verdict = rows.find(({ row }) => row === 'messages.rateBucket')?.verdict;
        expect(verdict).toBe(value === 'own' ? 'same' : 'differs');
      } finally {
        await own.close();
      }
    },
  );

  test('is tried out once, after all else, and not to count how many requests there will be', async () => {
    const sent: string[] = [];
    const send: Send = (url, init) => {
      sent.push(url);
      return vendor.send(url, init);
    };
    const { rows } = await runDrift({
      ...{ api: vendor.api(send), botId: vendor.botId, hasAdmin: true, now: () => now },
      ...{ probes: [], tryRateLimit: true },
    });
    expect(rows.find(({ row }) => row === 'errors.rateLimitMinute')?.verdict).toBe('not measured');
    expect(sent.length).toBeGreaterThan(mostRequests);
    expect(sent.length).toBeLessThan(mostRequests + 15);
  });
});
