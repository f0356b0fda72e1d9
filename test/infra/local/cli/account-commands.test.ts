import { describe, expect, test } from 'vitest';
import { useCli } from '../support/use-cli.ts';

const cli = useCli();

const row = (sessionId: string, day: string, more: object = {}) => ({
  sessionId,
  botId: 'st-1',
  userId: 'u-1',
  start_time: `${day}T09:00:00.000Z`,
  end_time: `${day}T09:10:00.000Z`,
  ...more,
});
const ids = ['a', 'b', 'c'].map((letter) => letter.repeat(24));
const [first = '', second = '', third = ''] = ids;

async function makeAccount(name: string): Promise<(...words: string[]) => Promise<never>> {
  await cli.json('accounts', 'create', name, '--from', '{"bots":[{"botId":"st-1"}]}');
  const rows = [row(first, '2026-03-01'), row(second, '2026-03-02'), row(third, '2026-03-03')];
  await cli.run(['import', '-', '--account', name], { stdin: JSON.stringify(rows) });
  return (...words) => cli.json<never>(...words, '--account', name);
}

describe('sessions', () => {
  test('are listed, counted, shown, edited and deleted', async () => {
    const run = await makeAccount('with-sessions');
    const listed = async (...words: string[]) =>
      ((await run('sessions', 'list', ...words)) as { sessions: { sessionId: string }[] }).sessions.map(
        ({ sessionId }) => sessionId,
      );

    expect((await listed()).sort()).toEqual(ids);
    expect(await listed('--from', '2026-03-02', '--to', '2026-03-03')).toEqual([second]);
    expect(await listed('--bot', 'st-2')).toEqual([]);
    expect(await run('sessions', 'count', '--from', '2026-03-02')).toMatchObject({ total: 2 });
    expect(await run('sessions', 'show', first)).toMatchObject({ row: { userId: 'u-1' } });

    expect(await run('sessions', 'edit', first, '{"userId":"u-2","end_time":null}')).toMatchObject({
      row: { userId: 'u-2', botId: 'st-1', start_time: '2026-03-01T09:00:00.000Z' },
    });

    expect(await run('sessions', 'delete', first)).toEqual({ deleted: 1 });
    expect((await cli.run(['sessions', 'delete', first, '--account', 'with-sessions'])).code).toBe(1);
    expect((await cli.run(['sessions', 'delete', '--account', 'with-sessions'])).code).toBe(2);
    expect(await run('sessions', 'delete', '--from', '2026-03-03')).toEqual({ deleted: 1 });
    expect(await run('sessions', 'delete', '--all')).toEqual({ deleted: 1 });
    expect(await listed()).toEqual([]);
  });
});

describe('bots and apps', () => {
  test('are added, changed and removed', async () => {
    const run = await makeAccount('with-bots');

    expect(await run('bots', 'add', 'st-2', '--name', 'Two')).toEqual({ botId: 'st-2', name: 'Two' });
    expect(await run('bots', 'rename', 'st-2', 'Second')).toEqual({ botId: 'st-2', name: 'Second' });
    const { apps } = (await run('apps')) as { apps: { kind: string; bots: { botId: string }[] }[] };
    expect(apps.find(({ kind }) => kind === 'builder')?.bots.map(({ botId }) => botId)).toEqual([
      'st-1',
      'st-2',
    ]);
    expect(await run('bots', 'remove', 'st-1')).toEqual({ removed: 'st-1', deleted: 3 });
    expect(await run('bots')).toEqual({ bots: [{ botId: 'st-2', name: 'Second' }] });

    const { clientId } = (await run('apps', 'add', 'admin')) as { clientId: string };
    expect(await run('apps', 'change', clientId, '{"name":"Mine"}')).toMatchObject({ name: 'Mine' });
    await run('apps', 'remove', clientId);
    expect(((await run('apps')) as { apps: unknown[] }).apps).toHaveLength(2);
  });
});

describe('settings and the rate limit', () => {
  test('are changed, shown, and taken back', async () => {
    const run = await makeAccount('with-settings');

    expect(await run('settings', 'set', 'tokenClock=machine', 'defaultLimit=7')).toMatchObject({
      tokenClock: 'machine',
      defaultLimit: 7,
    });
    expect(await run('settings', 'clear', 'defaultLimit')).toMatchObject({ defaultLimit: 100 });
    const { code, stderr } = await cli.run(['settings', 'set', 'tokenClok=machine']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('did you mean "tokenClock"?'),
    });

    expect(await run('rate-limit')).toEqual({ rateLimit: 'off' });
    expect(await run('rate-limit', 'set', '5/100')).toEqual({ rateLimit: { perMinute: 5, perHour: 100 } });
    expect((await cli.run(['rate-limit', 'set', '5'])).code).toBe(2);
  });
});

describe('explain', () => {
  test('says what the last refusal was, with what its token says', async () => {
    const run = await makeAccount('explained');
    expect(await run('explain')).toEqual({ refusal: null });
    const { token, claims } = (await run('token', '--flaw', 'expired')) as {
      token: string;
      claims: { exp: number; appId: string };
    };
    await fetch(`${cli.server.facts.url}/api/public/bot/st-1/getSessions`, {
      method: 'POST',
      headers: { auth: token },
    });

    expect(await run('explain')).toMatchObject({
      refusal: {
        status: 401,
        reason: { code: 'token_expired' },
        token: {
          algorithm: 'HS256',
          exp: claims.exp,
          clientId: claims.appId,
          claims: ['appId', 'iat', 'exp'],
        },
      },
    });
    const { stdout } = await cli.run(['explain', '--account', 'explained']);
    expect(stdout).toContain('token_expired: exp is');
    expect(stdout).toContain(`exp     ${claims.exp}  20`);
    expect(stdout).not.toContain(token.split('.')[2]);
  });

  test('of a request that belongs to no account', async () => {
    const run = await makeAccount('explained-too');
    await fetch(`${cli.server.facts.url}/api/public/bot/st-1/getSessions`, {
      method: 'POST',
      headers: { auth: 'no-token' },
    });

    expect(await run('explain')).toMatchObject({ refusal: { reason: { code: 'auth_header_not_a_jwt' } } });
  });
});

describe('env', () => {
  test.each([
    { format: 'sh', line: /^export KORE_CLIENT_SECRET='.+'$/m },
    { format: 'powershell', line: /^\$env:KORE_CLIENT_SECRET = '.+'$/m },
    { format: 'dotenv', line: /^KORE_EMULATOR_ACCOUNT=demo$/m },
    { format: 'github', line: /^KORE_EMULATOR_CONTROL_KEY=cli-test-key$/m },
  ])('in the form of $format', async ({ format, line }) => {
    const { code, stdout } = await cli.run(['env', '--format', format]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(line) });
  });

  test('as JSON, with all that is promised', async () => {
    expect(Object.keys(await cli.json('env'))).toEqual([
      'KORE_URL',
      'KORE_BOT_ID',
      'KORE_CLIENT_ID',
      'KORE_CLIENT_SECRET',
      'KORE_ADMIN_CLIENT_ID',
      'KORE_ADMIN_CLIENT_SECRET',
      'KORE_EMULATOR_URL',
      'KORE_EMULATOR_CONTROL_KEY',
      'KORE_EMULATOR_ACCOUNT',
    ]);
    expect((await cli.run(['env', '--format', 'xml'])).code).toBe(2);
  });
});

test('--version', async () => {
  const { code, stdout } = await cli.run(['--version']);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
});
