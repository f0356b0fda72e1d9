import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ControlClient } from '../../../infra/client/client.ts';
import type { Emulator } from '../../../infra/testing/typescript/api.ts';
import { connect } from '../../../infra/testing/typescript/emulator.ts';
import { keepAlive } from '../../../infra/testing/typescript/lease.ts';
import { hasReceived } from '../../../infra/testing/typescript/received.ts';
import { ManualTime } from '../../support/manual-time.ts';
import { builtHelpers } from '../local/support/built-cli.ts';

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));
const python = fileURLToPath(new URL('../../../infra/testing/python', import.meta.url));

// As the published package has it: what that starts was built.
const { startEmulator } = await builtHelpers();
let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator?.stop());

async function otherService(): Promise<{ url: string; close: () => void }> {
  const server = createServer((_, response) => response.end('<html>hello</html>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close(),
  };
}

describe('an account of a helper', () => {
  test('has what a client needs, and is gone after its use', async () => {
    const account = await emulator.account({ clock: '2026-03-07T00:00:00.000Z' });
    const truth = await account.generate({ count: 20, from: '2026-03-02', to: '2026-03-06' });
    const ask = async (token: string) =>
      fetch(`${account.url}/api/public/bot/${account.bot.botId}/getSessions`, {
        method: 'POST',
        headers: { auth: token },
        body: '{"limit":1,"limitt":2}',
      });

    expect(await (await ask(await account.token())).json()).toMatchObject({ total: truth.total });
    expect((await ask(await account.token('expired'))).status).toBe(401);
    expect(await account.unread()).toEqual(['limitt']);
    expect(await account.requests({ reason: 'token_expired' })).toHaveLength(1);
    expect(await account.requests({ body: { limit: 1 }, status: 200 })).toHaveLength(1);
    const { pass, message } = await hasReceived(account, { status: 429 }, { times: 1 });
    expect({ pass, message: message() }).toEqual({
      pass: false,
      message: expect.stringContaining('of 2 in all'),
    });

    await account.remove();
    expect((await ask('x.y.z')).status).toBe(401);
    await expect(account.requests()).rejects.toThrow('no account');
  });

  test('reports what was refused, also where a token is nobody’s and the path names its bot', async () => {
    const [account, other] = await Promise.all([emulator.account(), emulator.account()]);
    expect(await account.report()).toEqual([expect.stringContaining('Does the program read KORE_URL')]);
    const ask = (auth: string) =>
      fetch(`${account.url}/api/public/bot/${account.bot.botId}/getSessions`, {
        method: 'POST',
        headers: { auth },
      });
    await ask('no token');
    const ofNoAccount = expect.stringMatching(/^of no account: 401 POST .*auth_header_not_a_jwt/);
    expect(await account.report()).toEqual([ofNoAccount]);
    await ask(await account.token('expired'));
    expect(await account.report()).toEqual([
      expect.stringMatching(/^refused 1 request: 401 POST .*token_expired/),
      ofNoAccount,
    ]);
    expect(await other.report()).toEqual([expect.stringContaining('Does the program read KORE_URL')]);
    await account.remove();
    expect(await account.report()).toEqual([
      expect.stringMatching(/^its journal cannot be read: .*no account/),
    ]);
  });

  test('takes rows, more than one call takes, and goes back to a snapshot', async () => {
    const rows = Array.from({ length: 1_001 }, (_, index) => ({
      sessionId: String(index).padStart(24, '0'),
      botId: 'st-mine',
      userId: 'u-1',
      start_time: '2026-03-01T09:00:00.000Z',
    }));
    const account = await emulator.account({ sessions: rows });
    expect(account.bot.botId).toBe('st-mine');
    expect(await account.snapshot('kept')).toMatchObject({ sessions: 1_001 });
    await account.reset('empty');
    await account.snapshot.restore('kept');
    await account.remove();
  });

  test('is prolonged while the process runs, and no longer', async () => {
    const time = new ManualTime();
    const sent: unknown[] = [];
    const client = new ControlClient({
      url: 'http://emulator.example',
      controlKey: 'key',
      fetch: async (_, { method, body }) => {
        sent.push([method, body]);
        return Response.json({});
      },
    });
    const stop = keepAlive(client, 'acc-1', 60, time);
    await time.advance(20_000);
    await vi.waitFor(() => expect(sent).toEqual([['PATCH', '{"expiresInSeconds":60}']]));
    stop();
    await time.advance(60_000);
    expect(sent).toHaveLength(1);
  });
});

describe('what goes wrong', () => {
  test('an emulator that does not start says why', async () => {
    const { port } = new URL(emulator.url);
    await expect(startEmulator({ port: Number(port) })).rejects.toThrow(`Port ${port} is taken`);
    await expect(startEmulator({ seed: '/no/such/file' })).rejects.toThrow('cannot be read');
  });

  test('one that is too slow is not waited for', async () => {
    await expect(startEmulator({ startWithinMs: 1 })).rejects.toThrow('no answer within 0.001 seconds');
  });

  test('one that prints more than a pipe holds goes on answering', async () => {
    const talking = await startEmulator({ requestLines: true });
    const path = `/api/public/bot/st-1/getSessions?containmentType=${'x'.repeat(2_500)}`;
    const ask = async () => (await fetch(talking.url + path, { method: 'POST' })).status;
    const statuses = await Promise.all(Array.from({ length: 60 }, ask));
    expect(new Set(statuses)).toEqual(new Set([401]));
    await vi.waitFor(() => expect(talking.log().length).toBeGreaterThan(128 * 1_024), { timeout: 10_000 });
    await talking.stop();
  });

  test('another service, nobody, and another key are named', async () => {
    const other = await otherService();
    await expect(connect({ url: other.url, controlKey: 'k' })).rejects.toThrow('is no emulator');
    other.close();
    await expect(connect({ url: 'http://127.0.0.1:9', controlKey: 'k' })).rejects.toThrow(
      'kore-sessions-emulator start',
    );
    await expect(connect({ url: emulator.url, controlKey: 'wrong' })).rejects.toThrow(
      'does not accept the control key',
    );
    await expect(connect({ url: emulator.url, controlKey: '' })).rejects.toThrow('KORE_EMULATOR_CONTROL_KEY');
  });

  test('a process that is killed leaves no emulator behind, in a clone, which runs its sources', async () => {
    const program = `
      import { startEmulator } from './infra/testing/typescript/emulator.ts';
      const { url } = await startEmulator();
      console.log(url);
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
      cwd: projectRoot,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
    const health = () => fetch(`${line.trim()}/_emulator/health`).then(({ status }) => status);
    expect(await health()).toBe(200);
    child.kill('SIGKILL');
    await vi.waitFor(() => expect(health()).rejects.toThrow(), { timeout: 30_000, interval: 100 });
  });
});

/** The interpreter itself, which needs no PATH; undefined where there is none. */
function pythonProgram(): string | undefined {
  try {
    return execFileSync('python3', ['-c', 'import sys; print(sys.executable)']).toString().trim();
  } catch {
    return undefined;
  }
}

describe('the helper in Python', () => {
  const interpreter = pythonProgram();
  const run = (program: string, env: Record<string, string>): string => {
    try {
      return execFileSync(interpreter ?? '', ['-c', `from kore_emulator import *\n${program}`], {
        env: { PATH: process.env['PATH'] ?? '', PYTHONPATH: python, ...env },
        cwd: '/',
        stdio: ['ignore', 'pipe', 'pipe'],
      }).toString();
    } catch (error) {
      return String((error as { stderr: Buffer }).stderr);
    }
  };

  test.skipIf(interpreter === undefined)('names what goes wrong', async () => {
    const other = await otherService();
    const named = (url: string, key: string) => ({ KORE_EMULATOR_URL: url, KORE_EMULATOR_CONTROL_KEY: key });
    const open = 'open_emulator()';
    expect(run(open, named('http://127.0.0.1:9', 'k'))).toContain('kore-sessions-emulator start');
    expect(run(open, named(emulator.url, 'wrong'))).toContain('does not accept the control key');
    expect(run(open, { KORE_EMULATOR_URL: emulator.url })).toContain('KORE_EMULATOR_CONTROL_KEY is not set');
    expect(run(open, { PATH: '/no/such/folder' })).toContain('There is no emulator to start');
    expect(run(open, { KORE_EMULATOR_COMMAND: 'sh -c "echo broken >&2; exit 3"' })).toMatch(
      /did not start: .* ended with exit code 3[\s\S]*broken/,
    );
    const here = named(emulator.url, emulator.controlKey);
    expect(run('print(open_emulator().url)', here).trim()).toBe(emulator.url);
    const refused = `
account = open_emulator().account()
import urllib.request
path = f"{account.url}/api/public/bot/{account.bot['botId']}/getSessions"
try:
    urllib.request.urlopen(urllib.request.Request(path, data=b"{}", headers={"auth": "no token"}))
except urllib.error.HTTPError:
    print(account.report())`;
    expect(run(refused, here)).toMatch(/^\['of no account: 401 \/api\/public\/bot\/.*auth_header_not_a_jwt/);
    other.close();
  });
});
