import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { requestLog } from '../../functions/lambda/request-log.ts';
import type { RequestLogEntry } from '../../functions/vendor/log.ts';

const entry: RequestLogEntry = {
  id: '0b1c3a52-6a2e-4e5e-9d0e-0f6a3a1d1c11',
  at: Date.parse('2026-01-01T00:00:00.000Z'),
  metricRoute: 'account',
  method: 'POST',
  path: '/api/public/getSessions\n"',
  query: '',
  status: 200,
  durationMs: 1,
  dynamodb: { calls: 0, readUnits: 0, writeUnits: 0 },
  slicesRead: 0,
};

const bindings = {
  event: {},
  requestContext: { requestId: 'JKJaXmPLvHcESHA=' },
  lambdaContext: { awsRequestId: '8f507cfc-xmpl-4697-b07a-ac58fc914c95' },
};

let written: string[];

beforeEach(() => {
  written = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** What one line holds; there must be one. */
function lineOf(log: () => void): Record<string, unknown> {
  log();
  vi.restoreAllMocks();
  expect(written).toHaveLength(1);
  const [line = ''] = written;
  expect(line).toMatch(/^[^\n]+\n$/);
  return JSON.parse(line);
}

describe('a request in the log', () => {
  test('is one line with the ids of Lambda and API Gateway, and metrics at its top level', () => {
    expect(lineOf(() => requestLog('dev')(entry, bindings))).toMatchObject({
      timestamp: '2026-01-01T00:00:00.000Z',
      level: 'INFO',
      requestId: bindings.lambdaContext.awsRequestId,
      apiGatewayRequestId: bindings.requestContext.requestId,
      message: entry,
      Environment: 'dev',
      Requests: 1,
    });
  });

  test('has no metrics where no environment has a name', () => {
    expect(lineOf(() => requestLog(undefined)(entry, bindings))).toEqual({
      timestamp: '2026-01-01T00:00:00.000Z',
      level: 'INFO',
      requestId: bindings.lambdaContext.awsRequestId,
      apiGatewayRequestId: bindings.requestContext.requestId,
      message: entry,
    });
  });

  test('that failed is an error', () => {
    expect(lineOf(() => requestLog('dev')({ ...entry, status: 500 }, bindings))['level']).toBe('ERROR');
  });

  test.each([undefined, null, 'x', {}, { lambdaContext: {}, requestContext: { requestId: 7 } }])(
    'is written where its ids are not known: %o',
    (given) => {
      const line = lineOf(() => requestLog('dev')(entry, given));

      expect(line).not.toHaveProperty('requestId');
      expect(line).not.toHaveProperty('apiGatewayRequestId');
      expect(line['message']).toEqual(entry);
    },
  );
});
