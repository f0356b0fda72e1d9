import { connect } from 'node:net';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { HostRefusal } from '../../../infra/local/allowed-hosts.ts';
import { type Listening, listen } from '../../../infra/local/listen.ts';
import { control } from '../../store/control.ts';
import { type Instance, type SharedTable, startSharedTable } from '../../store/instances.ts';

const path = '/api/public/bot/st-1/getSessions';

let table: SharedTable;
let instance: Instance;
let server: Listening;
let auth: string;

beforeAll(async () => {
  table = await startSharedTable();
  instance = table.startInstance();
  server = await listen(instance.app, '127.0.0.1', 0);
  const apps = [{ kind: 'builder', clientId: 'cs-hosts', clientSecret: 'a secret for hosts' }];
  await control(instance, 'POST', '/accounts', { bots: [{ botId: 'st-1' }], apps });
  auth = await new SignJWT({ appId: 'cs-hosts' })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode('a secret for hosts'));
});

afterAll(async () => {
  await server.close();
  await table.close();
});

beforeEach(() => {
  instance.log.length = 0;
});

interface Reply {
  status: number;
  reason: string | undefined;
}

/** Writes lines to the server as they are, and reads its answer; `end` closes the sending side after them. */
function send(lines: readonly string[], end = false, url = server.url): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let text = '';
    socket.setTimeout(15_000, () => socket.destroy(new Error(`no answer but ${text}`)));
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () =>
      resolve({
        status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]),
        reason: /^x-emulator-reason: (\w+)/im.exec(text)?.[1],
      }),
    );
    socket.write(lines.join('\r\n'));
    if (end) socket.end();
  });
}

const ask = (target: string, ...headers: string[]): Promise<Reply> =>
  send([`POST ${target} HTTP/1.1`, ...headers, 'Connection: close', 'Content-Length: 0', '', '']);

const found = { status: 200, reason: undefined };

describe('whatever host is named', () => {
  it.each([
    ...['1.2.3.4.5', 'xn--a', '4294967296', '0x7f', '256.1.1.1', 'localhost:4010', '[::1]:80', '[::0001]'],
    ...['LOCALHOST', 'a b', 'a/b', 'a@b', '%zz', 'x:99999999', '[', ':', '"', 'ü'],
  ])('Host: %s is answered like any other', async (host) => {
    expect(await ask(path, `Host: ${host}`, `auth: ${auth}`)).toEqual(found);
    expect(await ask(path, `Host: ${host}`)).toEqual({ status: 401, reason: 'auth_header_missing' });
    expect(await ask('/api/public/other', `Host: ${host}`)).toEqual({ status: 405, reason: 'path_unknown' });
    expect(instance.log.map(({ status, reason }) => [status, reason?.code])).toEqual([
      [200, undefined],
      [401, 'auth_header_missing'],
      [405, 'path_unknown'],
    ]);
  });

  it('HTTP/1.0 needs none', async () => {
    const lines = [`POST ${path} HTTP/1.0`, `auth: ${auth}`, 'Content-Length: 0', '', ''];
    expect(await send(lines)).toEqual(found);
    expect(instance.log).toHaveLength(1);
  });

  it('HTTP/1.1 needs one, and whoever sends none is told of', async () => {
    const refused: string[] = [];
    const onRefused = (_: unknown, { status, code }: HostRefusal) => refused.push(`${status} ${code}`);
    const strict = await listen(instance.app, '127.0.0.1', 0, { onRefused });
    expect((await send([`GET ${path} HTTP/1.1`, '', ''], false, strict.url)).status).toBe(400);
    await strict.close();
    expect(refused).toEqual(['400 host_missing']);
  });
});

describe('whatever form the target has', () => {
  it.each(['http://emulator.example', 'HTTP://1.2.3.4.5', 'https://x:99999999', 'http://'])(
    'absolute: %s before the path',
    async (origin) => {
      expect(await ask(origin + path, 'Host: a', `auth: ${auth}`)).toEqual(found);
    },
  );

  it.each(['*', '//', '/\\', '/%zz', '/%0A200 POST /forged', 'http://[', '/a?b#c'])('%s', async (target) => {
    const line = target.replaceAll(' ', '%20');
    const { status, reason } = await send([
      `OPTIONS ${line} HTTP/1.1`,
      'Host: a',
      'Connection: close',
      '',
      '',
    ]);
    expect([404, 405]).toContain(status);
    expect(reason).toBe('path_unknown');
    expect(instance.log).toHaveLength(1);
  });

  it('a request to upgrade is answered like others', async () => {
    expect(await ask(path, 'Host: a', `auth: ${auth}`, 'Upgrade: websocket')).toEqual(found);
    const lines = [`GET ${path} HTTP/1.1`, 'Host: a', 'Connection: Upgrade, close', 'Upgrade: h2c', '', ''];
    expect(await send(lines)).toEqual({ status: 405, reason: 'method_not_allowed' });
  });
});

describe('a body that stops half-way', () => {
  const half = (): string[] => [
    `POST ${path} HTTP/1.1`,
    'Host: a',
    `auth: ${auth}`,
    'Content-Length: 100',
    '',
    '{"limit":',
  ];

  it("is the client's failure in the log", async () => {
    await send(half(), true);
    await expect
      .poll(() => instance.log.map(({ status, reason }) => [status, reason?.code]))
      .toEqual([[400, 'body_incomplete']]);
  });
});

it('a token whose alg is an object without a text is refused', async () => {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  for (const alg of [{ toString: 1 }, { toString: null, valueOf: 0 }, [[[]]], { a: 'HS256' }, 5, null]) {
    const token = `${part({ alg })}.${part({ appId: 'cs-hosts' })}.c2ln`;
    expect(await ask(path, 'Host: a', `auth: ${token}`)).toMatchObject({ status: 401 });
  }
});
