import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { readAnswer, refused } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { problem } from './support/problem.ts';

const emulator = useEmulator();
const place = '/_emulator/console/';
const mostBytes = 60 * 1024;

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  emulator.request(path, { headers, redirect: 'manual' });

/** The bytes of an answer, which fetch unpacks and other ways to the emulator do not. */
async function plain(response: Response): Promise<Buffer> {
  const bytes = Buffer.from(await response.arrayBuffer());
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
}

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

let page: string;
let files: string[];

beforeAll(async () => {
  page = (await plain(await get(place))).toString();
  files = [...page.matchAll(/(?:src|href)="(?!data:)([^"]*)"/g)].map(([, file = '']) => file);
});

describe('the console', () => {
  it('[emulator] needs no key, and is guarded by its headers', async () => {
    const response = await get(place);

    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-cache',
    });
    expect(response.headers.has('set-cookie')).toBe(false);
  });

  it('[emulator] is a script and styles, by relative addresses that hold behind a base path', async () => {
    expect(files.map((file) => file.replace(/-[0-9a-f]+\./, '.')).sort()).toEqual(['app.css', 'app.js']);
    for (const file of files) expect((await get(emulator.resolve(file, place))).status).toBe(200);
  });

  it('[emulator] is small, packed, and kept by browsers', async () => {
    let bytes = 0;
    for (const file of files) {
      const path = emulator.resolve(file, place);
      const packed = await get(path, { 'accept-encoding': 'gzip, deflate, br' });
      expect(packed.headers.get('content-encoding')).toBe('gzip');
      expect(packed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(packed.headers.get('vary')).toBe('accept-encoding');
      expect(packed.headers.get('content-security-policy')).toBe(policy);
      const unpacked = await get(path, { 'accept-encoding': 'identity, gzip;q=0' });
      expect(unpacked.headers.has('content-encoding')).toBe(false);
      const text = await plain(packed);
      expect(text).toEqual(await plain(unpacked));
      bytes += gzipSync(text, { level: 9 }).length;
    }
    expect(bytes).toBeLessThanOrEqual(mostBytes);
  });

  it('[emulator] is not sent again to who has it', async () => {
    const tag = (await get(place)).headers.get('etag') ?? '';
    const again = await get(place, { 'if-none-match': tag });

    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('[emulator] answers HEAD without a body', async () => {
    const head = await emulator.request(place, { method: 'HEAD' });

    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('[emulator] is led to from its path without a slash', async () => {
    const response = await get('/_emulator/console');

    expect(response.status).toBe(302);
    const target = emulator.resolve(response.headers.get('location') ?? '', '/_emulator/console');
    expect((await plain(await get(target))).toString()).toBe(page);
  });

  it.each(['nothing', 'index.html.gz', '../openapi', 'app.js', '%2e%2e/x'])(
    '[emulator] has no file %s',
    async (file) => {
      const response = await get(`${place}${file}`);

      expect([401, 404]).toContain(response.status);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
    },
  );

  it('[emulator] takes no other method', async () => {
    const response = await emulator.request(place, { method: 'POST' });

    expect(response.headers.get('allow')).toBe('GET, HEAD');
    expect(await readAnswer(response)).toEqual(problem(405, 'method_not_allowed'));
  });
});

describe('the root', () => {
  const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

  it('[emulator] leads a browser to the console', async () => {
    const response = await get('/', { accept: browser });

    expect(response.status).toBe(302);
    expect(emulator.resolve(response.headers.get('location') ?? '', '/')).toBe(place);
  });

  it.each([{}, { accept: '*/*' }, { accept: 'application/json' }])(
    '[routes.outside] answers programs as the vendor does: %j',
    async (headers) => {
      expect(await readAnswer(await get('/', headers))).toEqual(refused('notFound', 'path_unknown'));
    },
  );

  it('[routes.outside] other paths and methods get the answer of the vendor, in a browser too', async () => {
    expect(await readAnswer(await get('/nope', { accept: browser }))).toEqual(
      refused('notFound', 'path_unknown'),
    );
    const posted = await emulator.request('/', { method: 'POST', headers: { accept: browser } });
    expect(await readAnswer(posted)).toEqual(refused('notFound', 'path_unknown'));
  });
});
