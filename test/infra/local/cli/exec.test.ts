import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeMessage } from '../../../contract/support/messages.ts';
import { builtCli } from '../support/built-cli.ts';
import { spawnRunning } from '../support/spawned.ts';
import { useCli } from '../support/use-cli.ts';

const cli = useCli();

/** No emulator is named: exec starts one. */
const own = { KORE_EMULATOR_URL: '', KORE_EMULATOR_CONTROL_KEY: '' };
const node = (program: string, ...args: string[]) => ['--', process.execPath, '-e', program, ...args];

/** What a program has written to the file that it was given, which takes no command line in a process of its own. */
async function told(work: (file: string) => Promise<unknown>): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'kore-exec-told-'));
  try {
    await work(join(folder, 'told.json'));
    return JSON.parse(readFileSync(join(folder, 'told.json'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const tell =
  "const tell = (what) => require('node:fs').writeFileSync(process.argv[1], JSON.stringify(what));";

const isThere = async (url: string): Promise<boolean> =>
  fetch(`${url}/_emulator/health`).then(
    () => true,
    () => false,
  );

const accountsOf = async (): Promise<number> =>
  (await cli.json<{ accounts: unknown[] }>('accounts')).accounts.length;

describe('exec', () => {
  test('runs a program with an emulator of its own, passes on input, output and exit code, and leaves nothing', async () => {
    const program = `
      process.stdin.on('data', (text) => process.stdout.write('read ' + text));
      process.stdin.on('end', () => {
        const { KORE_URL, KORE_BOT_ID, KORE_CLIENT_ID, KORE_EMULATOR_ACCOUNT } = process.env;
        process.stderr.write(JSON.stringify({ KORE_URL, KORE_BOT_ID, KORE_CLIENT_ID, KORE_EMULATOR_ACCOUNT }));
        process.exit(7);
      });`;
    const { code, stdout, stderr } = await cli.runBuilt(['exec', '--scenario', 'quiet', ...node(program)], {
      env: own,
      stdin: 'words',
    });

    expect({ code, stdout }).toEqual({ code: 7, stdout: 'read words' });
    const given = JSON.parse(/\{.*\}/.exec(stderr)?.[0] ?? '{}');
    expect(given).toEqual({
      KORE_URL: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      KORE_BOT_ID: expect.stringMatching(/^st-/),
      KORE_CLIENT_ID: expect.stringMatching(/^cs-/),
      KORE_EMULATOR_ACCOUNT: expect.stringMatching(/^acc-/),
    });
    expect(await isThere(given.KORE_URL)).toBe(false);
  });

  test('says of a program that failed what was refused and why', async () => {
    const program = `
      const { KORE_URL, KORE_BOT_ID } = process.env;
      fetch(KORE_URL + '/api/public/bot/' + KORE_BOT_ID + '/getSessions', { method: 'POST', headers: { auth: 'x' } })
        .then(() => process.exit(1));`;
    const refused = await cli.run(['exec', ...node(program)], { env: own });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('401 POST /api/public/bot/');
    expect(refused.stderr).toContain('auth_header_not_a_jwt');

    const silent = await cli.run(['exec', ...node('process.exit(1)')], { env: own });
    expect(silent.stderr).toBe(
      'emulator: No request of this account reached the emulator. Does the program read KORE_URL and KORE_CLIENT_ID?\n',
    );
  });

  test('begins with the sessions and the messages of a file, and says what it has left out', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'kore-exec-seed-')), 'seed.ndjson');
    const session = { sessionId: 's-1', botId: 'st-seed', start_time: new Date().toISOString() };
    const message = makeMessage('st-seed', 1);
    writeFileSync(
      file,
      [session, message, { sessionId: 's-2' }].map((row) => JSON.stringify(row)).join('\n'),
    );
    const program = `${tell}
      const { KORE_EMULATOR_URL: url, KORE_EMULATOR_CONTROL_KEY: key, KORE_EMULATOR_ACCOUNT: id } = process.env;
      const get = (path) => fetch(url + '/_emulator/accounts/' + id + path, { headers: { authorization: 'Bearer ' + key } });
      Promise.all(['/sessions', '/messages'].map((path) => get(path).then((response) => response.text())))
        .then((texts) => tell(texts.map((text) => text.trim().split('\\n').length)));`;
    const lines = await told(async (out) => {
      const { code, stderr } = await cli.run(['exec', '--seed', file, ...node(program, out)]);
      expect(code).toBe(0);
      expect(stderr).toContain('Left out:');
    });
    rmSync(dirname(file), { recursive: true });
    expect(lines).toEqual([1, 1]);
  });

  test('uses an emulator that runs, begins as it is told, and takes its account away', async () => {
    const before = await accountsOf();
    await cli.json(
      'accounts',
      'create',
      'golden',
      '--from',
      '{"bots":[{"botId":"st-golden"}],"seed":"quiet"}',
    );
    await cli.run(['snapshot', 'save', 'kept', '--account', 'golden']);
    const program = `${tell}
      const { KORE_EMULATOR_URL: url, KORE_EMULATOR_CONTROL_KEY: key, KORE_EMULATOR_ACCOUNT: id, KORE_BOT_ID } = process.env;
      fetch(url + '/_emulator/accounts/' + id, { headers: { authorization: 'Bearer ' + key } })
        .then((response) => response.json())
        .then(({ clock, settings }) => tell([KORE_BOT_ID, clock, settings.tokenClock]));`;

    const begun = await told(async (out) => {
      const given = ['--from', 'golden/kept', '--clock', '2026-03-01T09:00:00.000Z'];
      expect((await cli.run(['exec', ...given, ...node(program, out)])).code).toBe(0);
    });

    expect(begun).toEqual(['st-golden', { mode: 'frozen', now: '2026-03-01T09:00:00.000Z' }, 'machine']);
    expect(await accountsOf()).toBe(before + 1);
  });

  test.each([
    { signal: 'SIGTERM', code: 143 },
    { signal: 'SIGINT', code: 130 },
  ] as const)('passes on $signal', async ({ signal, code }) => {
    const running = await spawnRunning(
      [builtCli(), 'exec', ...node('console.log(process.env.KORE_URL); setInterval(() => {}, 1000)')],
      { env: own },
    );
    expect(await isThere(running.line)).toBe(true);
    expect(await running.stop(signal)).toBe(code);
    expect(await isThere(running.line)).toBe(false);
  });

  test('of a program that there is not', async () => {
    const { code, stderr } = await cli.run(['exec', '--', 'no-such-program'], { env: own });
    expect({ code, stderr }).toEqual({
      code: 127,
      stderr: 'There is no program "no-such-program" on the PATH.\n',
    });
    expect((await cli.run(['exec'], { env: own })).code).toBe(2);
  });

  test('says what to do where there is no emulator, another service, or another key', async () => {
    const nowhere = await cli.run([
      'exec',
      '--url',
      'http://127.0.0.1:9',
      '--control-key',
      'k',
      '--',
      'true',
    ]);
    expect(nowhere).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('kore-sessions-emulator start'),
    });

    const other = createServer((_, response) => response.end('hello'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const foreign = await cli.run([
      'exec',
      '--url',
      `http://127.0.0.1:${port}`,
      '--control-key',
      'k',
      '--',
      'true',
    ]);
    other.close();
    expect(foreign).toMatchObject({ code: 1, stderr: expect.stringContaining('is no emulator') });

    const locked = await cli.run(['exec', '--control-key', 'wrong-key', '--', 'true']);
    expect(locked).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('does not accept the control key'),
    });
  });
});

describe('exec names the option that is wrong', () => {
  test.each([
    [['npm', 'test'], 2, '"npm test" stands before --: give the options, then -- and the whole command.'],
    [['--scenario', 'nope'], 2, '--scenario nope is not one of demo, quiet,'],
    [['--from', 'nobodys/kept'], 1, '--from nobodys/kept: There is no account nobodys. It is ACCOUNT, or'],
    [['--proxy-host', 'https://bots.kore.ai'], 1, '--proxy-host https://bots.kore.ai is no host: give its'],
  ])('%j', async (args, code, says) => {
    const ended = await cli.run(['exec', ...args, '--', 'true']);
    expect(ended).toMatchObject({ code, stderr: expect.stringContaining(says) });
  });
});

describe('exec --proxy', () => {
  test('has programs reach the emulator by the address of the vendor, and nobody else', async () => {
    const script = `
      curl -s -o /dev/null -w '%{http_code} ' -X POST https://bots.kore.ai/api/public/bot/$KORE_BOT_ID/getSessions
      curl -s -o /dev/null -w '%{http_code} ' -X POST http://platform.kore.ai/api/public/bot/$KORE_BOT_ID/getSessions
      curl -s -o /dev/null -w '%{http_code} ' http://example.com/
      curl -s -o /dev/null https://example.com/ || echo refused
      test -f "$SSL_CERT_FILE" && echo "$SSL_CERT_FILE"`;
    const { stdout, stderr } = await cli.runBuilt(['exec', '--proxy', '--', 'sh', '-c', script], {
      env: own,
    });
    const [first, bundle = ''] = stdout.trim().split('\n');

    expect(first).toBe('401 401 403 refused');
    expect(stderr).toContain('proxy: refused example.com');
    expect(await import('node:fs').then(({ existsSync }) => existsSync(bundle))).toBe(false);
  });
});
