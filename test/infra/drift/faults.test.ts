import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { vendorErrorNames, vendorErrors } from '../../../functions/domain/vendor-errors.ts';
import { runDrift } from '../../../infra/drift/run.ts';
import type { Send } from '../../../infra/real-api/real-api.ts';
import { now, Vendor } from './vendor.ts';

let vendor: Vendor;

beforeAll(async () => {
  vendor = await Vendor.start();
  await vendor.set({});
});
afterAll(() => vendor.close());
beforeEach(() => vendor.setFaults([]));

const drift = (send?: Send) =>
  runDrift({ api: vendor.api(send), botId: vendor.botId, hasAdmin: true, now: () => now });

async function verdicts(send?: Send): Promise<Record<string, number>> {
  const { rows } = await drift(send);
  const counts: Record<string, number> = {};
  for (const { verdict } of rows) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}

describe('drift against an API that answers with faults', () => {
  test.each(vendorErrorNames)(
    '%s for every request: nothing is the same, and nothing differs',
    async (error) => {
      await vendor.setFaults([{ effect: { error } }]);
      expect(await verdicts()).toEqual({
        'not measured': expect.any(Number),
        'not asked': expect.any(Number),
      });
    },
  );

  test.each([
    ['503 in JSON', { error: { status: 503, body: { any: 'thing' } } }],
    ['200 that is no page', { error: { status: 200, body: { sessions: 'none' } } }],
    ['half a page', { truncate: 20 }],
    ['malformed pages', { malformed: true }],
  ])('%s for every request: the same', async (_, effect) => {
    await vendor.setFaults([{ effect }]);
    expect(await verdicts()).toEqual({ 'not measured': expect.any(Number), 'not asked': expect.any(Number) });
  });

  test('no answers at all: the same', async () => {
    const send: Send = () => Promise.reject(new TypeError('fetch failed'));
    expect(await verdicts(send)).toEqual({
      'not measured': expect.any(Number),
      'not asked': expect.any(Number),
    });
  });

  test('some requests of every kind fail: their rows are not measured, the others as they are', async () => {
    const { rows: whole } = await drift();
    const wasSame = new Set(whole.filter(({ verdict }) => verdict === 'same').map(({ row }) => row));
    for (const every of [2, 3, 7]) {
      let sent = 0;
      const failed = new Set<string>();
      const send: Send = async (url, init) => {
        sent += 1;
        // The sample has to come; it is what all else is made of.
        if (sent > 15 && sent % every === 0) {
          failed.add(`${sent}`);
          return new Response('Bad Gateway', { status: 502 });
        }
        return vendor.send(url, init);
      };
      const { rows } = await drift(send);
      expect(failed.size).toBeGreaterThan(10);
      expect(rows.filter(({ verdict }) => verdict === 'differs')).toEqual([]);
      expect(rows.filter(({ verdict }) => verdict === 'not measured').length).toBeGreaterThan(10);
      expect(rows.filter(({ row, verdict }) => verdict === 'same' && !wasSame.has(row))).toEqual([]);
    }
  });

  test('refusals that come and go are found out by the plain requests between', async () => {
    let sent = 0;
    const { status, msg, code } = vendorErrors.validation;
    const send: Send = async (url, init) => {
      sent += 1;
      if (sent < 15) return vendor.send(url, init);
      return Response.json({ errors: [{ msg, code }] }, { status });
    };
    const { rows } = await drift(send);
    expect(rows.filter(({ verdict }) => verdict === 'same')).toEqual([]);
    expect(rows.filter(({ verdict }) => verdict === 'differs')).toEqual([]);
  });
});

describe('drift against a bot whose sessions tell little', () => {
  const row = (index: number) => ({
    sessionId: `69b00000${index.toString(16).padStart(16, '0')}`,
    botId: 'st-proof',
    userId: 'u-0',
    start_time: new Date(now - (index + 1) * 3_600_000).toISOString(),
    end_time: new Date(now - index * 3_600_000 - 60_000).toISOString(),
    tags: { userTags: [], sessionTags: [] },
    sessionType: 'interactive',
    containmentType: 'agent',
  });
  const unmeasured = async (count: number): Promise<string[]> => {
    const little = await Vendor.start();
    try {
      await little.set({});
      await little.empty();
      await little.importRows(Array.from({ length: count }, (_, index) => row(index)));
      const options = { botId: little.botId, hasAdmin: false, now: () => now };
      const { rows } = await runDrift({ api: little.api(), ...options });
      expect(rows.filter(({ verdict }) => verdict === 'differs')).toEqual([]);
      return rows.filter(({ verdict }) => verdict === 'not measured').map(({ row: id }) => id);
    } finally {
      await little.close();
    }
  };

  test('all of one type and user: filters that would pass all of them are not measured', async () => {
    expect(await unmeasured(3)).toEqual(expect.arrayContaining(['body.sessionType', 'body.filtersTogether']));
  });

  test('one session alone: no order and no page is measured', async () => {
    expect(await unmeasured(1)).toEqual(
      expect.arrayContaining(['body.skipAndOffset', 'body.both', 'response.order', 'sessionId.array']),
    );
  });
});

describe('what a report holds', () => {
  test('no address and no id where a request is not sent at all, and the reason names them', async () => {
    const send: Send = (url) => Promise.reject(new TypeError(`getaddrinfo ENOTFOUND vendor.test: ${url}`));
    const text = JSON.stringify(await drift(send));
    expect(text).toContain('no answer');
    expect(text).not.toContain('vendor.test');
    expect(text).not.toContain(vendor.botId);
  });

  test('nothing of the data, no id and no credential, even where the API repeats all it was sent', async () => {
    const echo: Send = async (url, init) => {
      const response = await vendor.send(url, init);
      if (response.status === 200) return response;
      const code = 412;
      const msg = `You sent ${String(init.body)} to ${url} with ${JSON.stringify(init.headers)}`;
      return Response.json({ errors: [{ msg, code }] }, { status: response.status });
    };
    const text = JSON.stringify(await drift(echo));
    const { app, admin, botId } = vendor;
    for (const secret of [app.clientId, app.clientSecret, admin.clientId, admin.clientSecret, botId]) {
      expect(text).not.toContain(secret);
    }
    for (const data of ['billing', 'gold', '69b00000', 'eyJ']) expect(text).not.toContain(data);
  });
});
