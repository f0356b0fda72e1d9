import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failureLog } from '../../functions/lambda/failure-log.ts';
import { seriesOf } from './embedded-metrics.ts';

const now = () => Date.parse('2026-01-01T00:00:00.000Z');
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
  failureLog('staging', now)(failure);
  const lines = [...written];
  const logged = vi.mocked(console.error).mock.calls;
  expect(logged).toEqual([[failure]]);
  expect(lines).toHaveLength(1);
  const line = JSON.parse(lines[0] ?? '');
  expect(line).toMatchObject({ timestamp: '2026-01-01T00:00:00.000Z', level: 'ERROR' });
  expect(line._aws.Timestamp).toBe(now());
  expect(seriesOf(line)).toEqual({ 'UnexpectedServerErrors Environment=staging': 1 });
});

test('without the name of an environment it is logged only', () => {
  failureLog(undefined, now)(failure);
  const lines = [...written];
  expect(vi.mocked(console.error)).toHaveBeenCalledWith(failure);
  expect(lines).toEqual([]);
});
