import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useCli } from '../support/use-cli.ts';

const cli = useCli();
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kore-sessions-emulator-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

interface Generated {
  written: number;
  replaced: number;
  total: number;
  truth: { total: number; active: number; perDay: Record<string, number> };
}

describe('generate', () => {
  test('a scenario, and what is true of it', async () => {
    const { total, written, truth } = await cli.json<Generated>('generate', 'quiet');

    expect({ total, written, inTruth: truth.total }).toEqual({ total: 30, written: 30, inTruth: 30 });
  });

  test('for people: totals and days', async () => {
    const { code, stdout, stderr } = await cli.run([
      'generate',
      '{"count":5,"mix":{"containmentType":{"agent":1}},"shape":"flat"}',
      '--to',
      '2026-03-08T00:00:00Z',
      '--from',
      '2026-03-07',
    ]);

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(
      /^5 sessions in: 5 new, 0 replaced; 0 of them active at 2026-03-08T00:00:00.000Z\.\n/,
    );
    expect(stdout).toContain('0 dropOff, 0 selfService, 5 agent; ');
    expect(stdout).toMatch(/^ {2}2026-03-07 {2}5$/m);
  });

  test.each([
    { args: [], code: 2, says: 'generate needs a scenario, --count or --per-day' },
    { args: ['quite'], code: 2, says: 'There is no scenario "quite"; did you mean "quiet"?' },
    { args: ['--count', 'many'], code: 2, says: '--count many is not a number' },
    { args: ['--count', '5', '--bot', 'st-nobody'], code: 1, says: 'names the bot st-nobody' },
    { args: ['--count', '5', '--from', 'soon'], code: 1, says: 'from: must be an ISO time' },
  ])('says what is wrong with $args', async ({ args, code, says }) => {
    const ended = await cli.run(['generate', ...args]);

    expect(ended.code).toBe(code);
    expect(ended.stderr).toContain(says);
  });
});

describe('more than one call takes', () => {
  const args = ['generate', '--count', '5100', '--seed', 'big', '--to', '2026-03-08', '--active', '3'];
  const account = ['--account', 'many'];
  let first: Generated;

  beforeAll(async () => {
    await cli.json('accounts', 'create', 'many');
    first = await cli.json<Generated>(...args, ...account);
  });

  test('is made as one: the same arguments, the same sessions', async () => {
    expect(first).toMatchObject({ written: 5100, replaced: 0, total: 5100 });
    expect(first.truth).toMatchObject({ total: 5100, active: 3 });
    expect(first).not.toHaveProperty('next');

    const again = await cli.json<Generated>(...args, ...account);
    expect(again).toEqual({ ...first, written: 0, replaced: 5100 });
  }, 180_000);

  test('is exported over several pages, and imported again to the same', async () => {
    const path = join(folder, 'all.ndjson');
    expect(await cli.json('export', '--out', path, ...account)).toEqual({ sessions: 5100, file: path });
    const lines = readFileSync(path, 'utf8');
    expect(lines.split('\n')).toHaveLength(5101);

    await cli.json('reset', '--to', 'empty', ...account);
    expect(await cli.json('import', path, ...account)).toMatchObject({ written: 5100, rejected: [] });
    expect(await cli.run(['export', ...account])).toEqual({
      code: 0,
      stdout: lines,
      stderr: '5,100 sessions out.\n',
    });
  }, 180_000);
});

describe('export', () => {
  test('into a file that cannot be made', async () => {
    const { code, stderr } = await cli.run(['export', '--out', join(folder, 'no', 'where')]);

    expect(code).toBe(1);
    expect(stderr).toContain('cannot be written: ENOENT');
  });
});

describe('reset and snapshots', () => {
  test('an account made from a snapshot of another, or from what it is now', async () => {
    await cli.json('accounts', 'create', 'golden', '--from', '{"seed":"quiet"}');
    await cli.json('snapshot', 'save', 'kept', '--account', 'golden');
    await cli.json('generate', '--count', '5', '--account', 'golden');
    await cli.json('accounts', 'create', 'of-snapshot', '--from', 'golden/kept');
    await cli.json('accounts', 'create', 'of-now', '--from', 'golden/');
    expect(await cli.json('reset', '--account', 'of-snapshot')).toMatchObject({ written: 30 });
    expect(await cli.json('reset', '--account', 'of-now')).toMatchObject({ written: 35 });
    const missing = await cli.run(['accounts', 'create', 'none', '--from', 'golden/unknown']);
    expect(missing.stderr).toContain('The account has no snapshot unknown.');
  });

  test('take the data back', async () => {
    const account = ['--account', 'reset'];
    await cli.json('accounts', 'create', 'reset', '--from', '{"seed":"quiet"}');
    const count = async (): Promise<number> =>
      (await cli.run(['export', ...account])).stdout.split('\n').length - 1;

    expect(await cli.json('snapshot', 'save', 'first', ...account)).toMatchObject({ sessions: 30 });
    expect(await cli.json('reset', '--to', 'empty', ...account)).toMatchObject({ written: 0 });
    expect(await count()).toBe(0);
    expect(await cli.json('snapshot', 'restore', 'first', ...account)).toMatchObject({ sessions: 30 });
    expect(await count()).toBe(30);
    await cli.json('generate', '--count', '5', ...account);
    expect((await cli.run(['reset', ...account])).stdout).toMatch(
      /^30 sessions, no faults; the clock is real/,
    );

    expect((await cli.run(['snapshot', ...account])).stdout).toMatch(/^first {2}20\S+ {2}30 sessions\n$/);
    expect(await cli.json('snapshot', 'remove', 'first', ...account)).toEqual({ removed: 'first' });
    expect(await cli.json('snapshot', 'list', ...account)).toEqual({ snapshots: [] });
    const { code, stderr } = await cli.run(['snapshot', 'restore', 'first', ...account]);
    expect(code).toBe(1);
    expect(stderr).toContain('The account has no snapshot first.');
  });
});

describe('messages', () => {
  const row = (botId: string | undefined, number: number) => ({
    _id: `ms-${number}`,
    botId,
    createdOn: `2026-03-08T10:00:0${number}.000Z`,
    createdBy: 'u-1',
    type: 'incoming',
    channels: [{ type: 'rtm' }],
  });

  test('in, out to the same, and away', async () => {
    const { bots } = await cli.json<{ bots: { botId: string }[] }>('accounts', 'create', 'spoken');
    const rows = [1, 2, 3].map((number) => JSON.stringify(row(bots[0]?.botId, number)));
    const account = ['--account', 'spoken'];

    const first = await cli.run(['messages', 'import', '-', ...account], {
      stdin: `${rows.join('\n')}\n{"_id":"bad"}`,
    });
    expect(first.code).toBe(4);
    expect(first.stdout).toBe('3 messages in: 3 new, 0 replaced; 1 row rejected.\n');
    expect(first.stderr).toContain('Rejected: row 4 (bad): ');
    const path = join(folder, 'messages.ndjson');
    expect(await cli.json('messages', 'export', '--out', path, ...account)).toEqual({
      messages: 3,
      file: path,
    });
    expect(readFileSync(path, 'utf8')).toBe(`${rows.join('\n')}\n`);
    expect(await cli.json('messages', 'import', path, ...account)).toMatchObject({ written: 0, replaced: 3 });
    expect(await cli.json('messages', 'remove', ...account)).toEqual({ deleted: 3 });
    expect((await cli.run(['messages', 'export', ...account])).stdout).toBe('');
  });

  test('what is not known of them', async () => {
    const { code, stderr } = await cli.run(['messages', 'list']);

    expect(code).toBe(2);
    expect(stderr).toContain('"messages list" is not known');
  });
});

test('accounts are listed', async () => {
  await cli.json('accounts', 'create', 'listed', '--expires-in', '600');

  const { accounts } = await cli.json<{ accounts: { accountId: string }[] }>('accounts');
  expect(accounts.map(({ accountId }) => accountId)).toEqual(expect.arrayContaining(['demo', 'listed']));
  expect((await cli.run(['accounts', 'list'])).stdout).toMatch(/^listed +made 20\S+ {2}expires 20\S+$/m);
});
