import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createControlApp } from '../../functions/control/application.ts';
import type { ControlKeyProvider } from '../../functions/control/key.ts';
import { AfterResponse } from '../../functions/lambda/after-response.ts';
import { failureLog } from '../../functions/lambda/failure-log.ts';
import { createHandler } from '../../functions/lambda/handler.ts';
import { webAnswers } from '../../functions/lambda/web-answers.ts';
import { createGateway, eventVersions, type Invoke } from '../support/api-gateway/gateway.ts';
import { gatewayRequestId } from '../support/api-gateway/request.ts';
import { startEmulator } from '../support/emulator.ts';
import { hurriedTime } from '../support/manual-time.ts';
import { seriesOf } from './embedded-metrics.ts';

const now = () => Date.parse('2026-01-01T00:00:00.000Z');
const time = hurriedTime(now);
const failure = new Error('The table is gone.');

let written: string[];

beforeEach(() => {
  written = [];
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
});

afterEach(() => {
  vi.restoreAllMocks();
});

test('a failure of the control API is logged, and counted where alarms look', () => {
  failureLog('staging', time)(failure);
  const lines = [...written];
  const logged = vi.mocked(console.error).mock.calls;
  expect(logged).toEqual([[failure]]);
  expect(lines).toHaveLength(1);
  const line = JSON.parse(lines[0] ?? '');
  expect(line).toMatchObject({ timestamp: '2026-01-01T00:00:00.000Z', level: 'ERROR' });
  expect(line._aws.Timestamp).toBe(now());
  expect(seriesOf(line)).toEqual({ 'UnexpectedServerErrors Environment=staging': 1 });
});

test.each([undefined, null, 'x', {}, { lambdaContext: {}, requestContext: { requestId: 7 } }])(
  'a failure is counted where the ids of its request are not known: %o',
  (given) => {
    failureLog('staging', time)(failure, given);
    const line = JSON.parse(written[0] ?? '');
    expect(line).not.toHaveProperty('requestId');
    expect(line).not.toHaveProperty('apiGatewayRequestId');
    expect(seriesOf(line)).toEqual({ 'UnexpectedServerErrors Environment=staging': 1 });
  },
);

describe.each(eventVersions)('a call that fails, as an event in payload format %s', (version) => {
  const failing = async (path: string, controlKey: ControlKeyProvider): Promise<unknown> => {
    const emulator = await startEmulator();
    vi.spyOn(emulator.store, 'ping').mockRejectedValue(failure);
    const app = createControlApp({
      store: emulator.store,
      apis: [],
      controlKey,
      engine: 'dynamodb',
      canDropConnections: false,
      time,
      afterResponse: () => {},
      onError: failureLog('staging', time),
    });
    const invoke = createHandler(webAnswers(app), new AfterResponse(hurriedTime())) as unknown as Invoke;
    const send = createGateway(version, { getSessions: invoke, control: invoke });
    const { status } = await send(path, { headers: { authorization: 'Bearer key' } });
    await emulator.close();
    expect(status).toBeGreaterThanOrEqual(500);
    expect(written).toHaveLength(1);
    return JSON.parse(written[0] ?? '');
  };
  const ids = { requestId: 'lambda-request-id', apiGatewayRequestId: gatewayRequestId };

  test('is logged with the ids by which the other lines of the request are found', async () => {
    const brokenSecret = () => Promise.reject(failure);
    expect(await failing('/_emulator/accounts', brokenSecret)).toMatchObject({ ...ids, level: 'ERROR' });
  });

  test('is so too where it is health that the table does not let answer', async () => {
    expect(await failing('/_emulator/health', async () => ['key'])).toMatchObject({ ...ids, level: 'ERROR' });
  });
});

test('without the name of an environment it is logged only', () => {
  failureLog(undefined, time)(failure);
  const lines = [...written];
  expect(vi.mocked(console.error)).toHaveBeenCalledWith(failure);
  expect(lines).toEqual([]);
});
