import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemTime } from '../../../functions/domain/time.ts';
import { quotaUs } from './cpu-share.ts';
import type { LambdaFunction } from './instance.ts';
import { Lambda } from './lambda.ts';

let folder: string;
let lambda: Lambda;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aws-lab-'));
  lambda = new Lambda({ time: systemTime, onOutput: () => {}, freezes: true, concurrency: 2 });
});
afterEach(() => {
  lambda.end();
  rmSync(folder, { recursive: true });
});

function functionOf(source: string, { name = 'test', timeoutMs = 20_000 } = {}): LambdaFunction {
  const path = join(folder, `${name}.mjs`);
  writeFileSync(path, source);
  return { name, path, variables: {}, megabytes: 512, timeoutMs };
}

/** Says how many ticks of a timer it has heard since it was loaded. */
const ticking =
  'let n = 0; setInterval(() => n++, 5); export const handler = async (event) => ({ ...event, n });';

const slow = 'export const handler = () => new Promise((done) => setTimeout(done, 400, 1));';

test('an instance stands still between its invocations, and is taken again', async () => {
  const ticks = functionOf(ticking);
  const first = await lambda.invoke(ticks, '{"of":1}');
  // Something else that takes its time.
  await lambda.invoke(functionOf(slow, { name: 'slow' }), '{}');
  const second = await lambda.invoke(ticks, '{"of":2}');

  const [before, after] = [first, second].map((outcome) =>
    outcome.kind === 'answer' ? (JSON.parse(outcome.body) as { of: number; n: number }) : undefined,
  );
  expect([before?.of, after?.of]).toEqual([1, 2]);
  expect((after?.n ?? 99) - (before?.n ?? 0)).toBeLessThan(40);
  expect(lambda.started.get('test')).toBe(1);
});

test('there are as many instances as invocations at once, and no more than the limit', async () => {
  const busy = functionOf(slow);

  const outcomes = await Promise.all([1, 2, 3].map(() => lambda.invoke(busy, '{}')));

  expect(outcomes.map(({ kind }) => kind)).toEqual(['answer', 'answer', 'throttled']);
  expect(lambda.started.get('test')).toBe(2);
});

test.each([
  ['an error', 'export const handler = async () => { throw new Error("broken"); };', /broken/],
  ['no end', 'export const handler = () => new Promise(() => setInterval(() => {}, 1000));', /timed out/],
  ['too large an answer', 'export const handler = async () => "x".repeat(7_000_000);', /TooLarge/],
  ['a process that ends', 'export const handler = async () => process.exit(1);', /exited/],
])('an invocation fails of %s', async (_, source, why) => {
  expect(await lambda.invoke(functionOf(source, { timeoutMs: 2_000 }), '{}')).toEqual({
    kind: 'failed',
    why: expect.stringMatching(why),
  });
});

test('1,769 MB come with one processor', () => {
  expect(quotaUs(1_769)).toBe(20_000);
  expect(quotaUs(512)).toBe(5_789);
});
