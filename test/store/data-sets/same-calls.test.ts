import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestAccount } from '../../control/data/support.ts';
import { isThorough } from '../../support/thorough.ts';
import { control } from '../control.ts';
import type { Instance } from '../instances.ts';
import { isCall, writesSessions } from '../intercept.ts';
import { Layered } from './layered.ts';

/* What takes the same few calls at every size, or as many as what it is about. */

let layered: Layered;
let counting: Instance;
let calls: string[] = [];

beforeAll(async () => {
  layered = await Layered.start();
  counting = layered.table.startInstance((command, send) => {
    // What goes through all sessions makes many calls then.
    if (isCall(command, 'Query')) command.input['Limit'] ??= 5;
    calls.push(command.constructor.name);
    return send(command);
  });
});
afterAll(() => layered.table.close());

const most = isThorough ? 5_000 : 200;

async function made(): Promise<TestAccount> {
  const account = await layered.create();
  await control(layered.here, 'POST', `${account.path}/sessions/generate`, { count: most });
  return account;
}

async function cutOff(account: TestAccount): Promise<void> {
  const failing = layered.table.startInstance((command, send) =>
    writesSessions(command) ? Promise.reject(new Error('cut off')) : send(command),
  );
  const row = { sessionId: 's-1', botId: 'st-1', userId: 'u-1', start_time: '2026-03-01T00:00:00.000Z' };
  await expect(control(failing, 'POST', `${account.path}/sessions`, [row])).rejects.toThrow('500');
}

/** What each of them answers, and the calls that it takes. */
async function stepsOf(account: TestAccount): Promise<{ answers: unknown[]; taken: string[][] }> {
  const { accountId, path } = account;
  const answers: unknown[] = [];
  const taken: string[][] = [];
  const step = async (method: string, to: string, body?: unknown): Promise<void> => {
    await layered.table.settled();
    calls = [];
    const answer = await control<Record<string, unknown>>(counting, method, to, body);
    await layered.table.settled();
    // Some go at the same time.
    taken.push([`${method} ${to.replace(accountId, '')}`, ...calls.sort()]);
    answers.push([answer?.['sessions'], answer?.['written'], answer?.['deleted']]);
  };
  await step('PUT', `${path}/snapshots/kept`);
  await step('POST', `${path}/snapshots/kept/restore`);
  await step('POST', '/accounts', { accountId: `${accountId}-1`, from: { accountId, snapshot: 'kept' } });
  await step('POST', '/accounts', { accountId: `${accountId}-2`, from: { accountId: `${accountId}-1` } });
  await step('PUT', `/accounts/${accountId}-2/snapshots/kept`);
  await step('POST', `/accounts/${accountId}-2/reset`);
  await step('PUT', '/templates/golden', { from: { accountId } });
  await step('DELETE', '/templates/golden');
  await step('DELETE', `${path}/sessions`);
  await step('PUT', `${path}/snapshots/empty`);
  return { answers, taken };
}

// A writer that was cut off has not said how many sessions it had written.
test('an account of which nobody knows how many sessions it has is kept, gone back to and copied as any other', async () => {
  const [known, unknown] = [await made(), await made()];
  await cutOff(unknown);
  const expected = await stepsOf(known);
  const found = await stepsOf(unknown);
  expect(found.taken).toEqual(expected.taken);
  const say = (number: number | null) => [
    [number, undefined, undefined],
    [number, number, undefined],
    [undefined, undefined, undefined],
    [undefined, undefined, undefined],
    [number, undefined, undefined],
    [undefined, number, undefined],
    [number, undefined, undefined],
    [undefined, undefined, undefined],
    [undefined, undefined, number],
    [0, undefined, undefined],
  ];
  expect(expected.answers).toEqual(say(most));
  expect(found.answers).toEqual(say(null));
});

test('sessions are removed by as many reads and writes whether they lie on one day or on many, also above a snapshot', async () => {
  const callsFor = async (from: string): Promise<number> => {
    const account = await layered.create();
    const body = { count: 120, from, to: '2026-03-08' };
    await control(layered.here, 'POST', `${account.path}/sessions/generate`, body);
    await control(layered.here, 'PUT', `${account.path}/snapshots/kept`);
    calls = [];
    const answer = await control(counting, 'DELETE', `${account.path}/sessions?botId=st-1`);
    expect(answer).toEqual({ deleted: 120, settled: true });
    const again = await control(counting, 'DELETE', `${account.path}/sessions?from=2020-01-01`);
    expect(again).toEqual({ deleted: 0, settled: true });
    return calls.length;
  };
  // Whether the index shows by now what was removed is asked once for each day.
  const [most, days] = [120, await callsFor('2024-12-31')];
  expect(days - (await callsFor('2026-03-08'))).toBeLessThan(1.2 * most);
});
