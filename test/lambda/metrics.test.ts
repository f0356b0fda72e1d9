import { Ajv } from 'ajv';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReasonCode } from '../../functions/domain/refusal.ts';
import { toEmbeddedMetrics } from '../../functions/lambda/metrics.ts';
import type { RequestLogEntry } from '../../functions/vendor/log.ts';
import { timesOf } from '../support/thorough.ts';
import { embeddedMetricSchema, seriesOf } from './embedded-metrics.ts';

const entry: RequestLogEntry = {
  id: '0b1c3a52-6a2e-4e5e-9d0e-0f6a3a1d1c11',
  at: Date.parse('2026-01-01T00:00:00.000Z'),
  metricRoute: 'bot',
  method: 'POST',
  path: '/api/public/bot/st-1/getSessions',
  query: '',
  status: 200,
  durationMs: 12.5,
  dynamodb: { calls: 3, readUnits: 4.5, writeUnits: 1 },
  slicesRead: 2,
};

const because = (code: ReasonCode) => ({ code, text: 'Because.' });

const isValid = new Ajv().compile(embeddedMetricSchema);

describe('the metrics of a request', () => {
  test('follow the embedded metric format', () => {
    const line: unknown = JSON.parse(JSON.stringify(toEmbeddedMetrics(entry, 'dev')));

    expect(isValid(line), JSON.stringify(isValid.errors)).toBe(true);
  });

  test('are of the time of the answer', () => {
    expect(toEmbeddedMetrics({ ...entry, durationMs: 20_000.4 }, 'dev')._aws.Timestamp).toBe(
      Date.parse('2026-01-01T00:00:20.000Z'),
    );
  });

  test('count it by route and status, and by reason, and say what it cost', () => {
    expect(seriesOf(toEmbeddedMetrics(entry, 'dev'))).toEqual({
      'UnexpectedClientErrors Environment=dev': 0,
      'UnexpectedServerErrors Environment=dev': 0,
      'Duration Environment=dev Route=bot': 12.5,
      'DynamoDBCalls Environment=dev Route=bot': 3,
      'ReadUnits Environment=dev Route=bot': 4.5,
      'WriteUnits Environment=dev Route=bot': 1,
      'SlicesRead Environment=dev Route=bot': 2,
      'Requests Environment=dev Route=bot Status=200': 1,
      'Requests Environment=dev Reason=none': 1,
    });
  });

  test.each([
    ['POST', '/api/public/bot/st-1/getSessions', 'bot'],
    ['GET', '/', 'other'],
  ])('of %s %s count for the route that the entry names', (method, path, metricRoute) => {
    expect(toEmbeddedMetrics({ ...entry, method, path, metricRoute }, 'dev').Route).toBe(metricRoute);
  });

  test.each<[string, number, ReasonCode | undefined, number, number]>([
    ['an answer', 200, undefined, 0, 0],
    ['a page that was cut', 200, 'page_cut', 0, 0],
    ['a refusal', 412, 'window_too_long', 1, 0],
    ['a limit that the account set', 429, 'rate_limit_minute', 0, 0],
    ['an injected 4xx', 404, 'fault_injected', 0, 0],
    ['an injected 5xx', 503, 'fault_injected', 0, 0],
    ['a refusal that the account words as 5xx', 500, 'client_unknown', 0, 0],
    ['a failure of the table', 500, 'store_unavailable', 0, 1],
    ['a failure of the emulator', 500, 'internal_error', 0, 1],
  ])('tell of %s whether a test asked for it', (_, status, code, unexpected, failed) => {
    const given = { ...entry, status, ...(code ? { reason: because(code) } : {}) };

    expect(toEmbeddedMetrics(given, 'dev')).toMatchObject({
      UnexpectedClientErrors: unexpected,
      UnexpectedServerErrors: failed,
    });
  });

  test('are few, whatever clients send and settings make of it', () => {
    const codes: ReasonCode[] = ['fault_injected', 'page_cut', 'client_unknown', 'bot_unknown'];
    const names = new Set<string>();
    fc.assert(
      fc.property(
        fc.integer({ min: 200, max: 599 }),
        fc.option(fc.constantFrom(...codes), { nil: undefined }),
        fc.oneof(
          fc.string().map((text) => `/${encodeURI(text)}`),
          fc.string().map((id) => `/api/public/bot/${id}/getSessions`),
        ),
        fc.constantFrom('bot', 'account', 'other'),
        fc.uuid(),
        (status, code, path, metricRoute, id) => {
          const given = { ...entry, id, path, metricRoute, botId: path, clientId: id, accountId: id, status };
          const metrics = toEmbeddedMetrics({ ...given, ...(code ? { reason: because(code) } : {}) }, 'dev');
          for (const name of Object.keys(seriesOf(metrics))) names.add(name);
          expect(isValid(JSON.parse(JSON.stringify(metrics)))).toBe(true);
        },
      ),
      { numRuns: timesOf(300) },
    );
    // 2 of the environment, 5 for each of 3 routes, 12 statuses or classes of them a route, 5 reasons here.
    expect(names.size).toBeLessThanOrEqual(2 + 15 + 36 + 5);
  });
});
