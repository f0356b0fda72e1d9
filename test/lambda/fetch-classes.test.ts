import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  Headers as OwnHeaders,
  Request as OwnRequest,
  Response as OwnResponse,
} from '../../functions/lambda/fetch-classes.ts';

/* The classes of the bundles do what Node's own do, as far as they go. */

const name = fc.oneof(
  fc.constantFrom('a', 'A', 'b-c', 'set-cookie', 'Set-Cookie', 'content-type', 'content-length'),
  fc.constantFrom('', 'a b', 'ä', 'a:'),
);
const value = fc.oneof(fc.string(), fc.constantFrom(' a ', '\tb', 'ä', 'Ā', 'a\r\nb', 'a\0b', ''));
const step = fc.oneof(
  fc.record({ call: fc.constantFrom('append' as const, 'set' as const), name, value }),
  fc.record({ call: fc.constant('delete' as const), name, value }),
);

/** What work gives, or the kind of error that it throws. */
function outcome<T>(work: () => T): T | string {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error.constructor.name : 'thrown';
  }
}

type AnyHeaders = Headers | OwnHeaders;

function replay(headers: AnyHeaders, steps: readonly { call: string; name: string; value: string }[]) {
  const outcomes = steps.map((given) =>
    outcome(() => {
      if (given.call === 'append') headers.append(given.name, given.value);
      else if (given.call === 'set') headers.set(given.name, given.value);
      else headers.delete(given.name);
      return [headers.get(given.name), headers.has(given.name)];
    }),
  );
  const visited: [string, string][] = [];
  headers.forEach((each: string, of: string) => void visited.push([of, each]));
  return { outcomes, entries: [...headers], visited, cookies: headers.getSetCookie() };
}

test('headers', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
      expect(replay(new OwnHeaders(), steps)).toEqual(replay(new Headers(), steps));
    }),
  );
});

const method = fc.constantFrom('GET', 'get', 'POST', 'post', 'patch', 'HEAD', 'TRACE', 'connect', 'a b', '');
const url = fc.constantFrom(
  'https://host/a?b#c',
  'https://HOST:443/a/../b',
  'https://user:word@host/',
  'not a url',
  'https://host/ä?ö=%41',
);
const bytes = fc.option(fc.uint8Array(), { nil: undefined });

describe('a request', () => {
  test('has method, address, headers and body', async () => {
    await fc.assert(
      fc.asyncProperty(url, method, bytes, async (address, verb, body) => {
        const headers = { 'X-A': 'b' };
        const init = { method: verb, headers, ...(body ? { body: Uint8Array.from(body) } : {}) };
        const own = outcome(() => new OwnRequest(address, init));
        const real = outcome(() => new Request(address, init));
        if (typeof own === 'string' || typeof real === 'string') {
          expect(own).toBe(real);
          return;
        }
        expect([own.method, own.url, [...own.headers]]).toEqual([real.method, real.url, [...real.headers]]);
        expect(own.body === null).toBe(real.body === null);
        expect(Buffer.from(await own.arrayBuffer())).toEqual(Buffer.from(await real.arrayBuffer()));
        expect(own.bodyUsed).toBe(real.bodyUsed);
      }),
    );
  });

  test('gives its body as a stream, once', async () => {
    const request = new OwnRequest('https://host/', { method: 'POST', body: Buffer.from('abc') });
    const chunks: Uint8Array[] = [];
    for await (const chunk of request.body ?? []) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('abc');
    await expect(request.text()).rejects.toThrow(TypeError);
  });
});

test('a response', async () => {
  const body = fc.oneof(fc.constant(null), fc.string({ unit: 'binary' }), fc.uint8Array());
  const status = fc.constantFrom(200, 201, 204, 304, 404, 599, 600, 199);
  await fc.assert(
    fc.asyncProperty(body, status, fc.boolean(), async (given, code, withType) => {
      const init = { status: code, headers: withType ? { 'content-type': 'application/json' } : {} };
      const content = given instanceof Uint8Array ? Uint8Array.from(given) : given;
      const own = outcome(() => new OwnResponse(content, init));
      const real = outcome(() => new Response(content, init));
      if (typeof own === 'string' || typeof real === 'string') {
        expect(own).toBe(real);
        return;
      }
      expect([own.status, own.ok, [...own.headers]]).toEqual([real.status, real.ok, [...real.headers]]);
      const again = new OwnResponse(null, own);
      expect([again.status, [...again.headers]]).toEqual([real.status, [...real.headers]]);
      expect(await own.text()).toBe(await real.text());
    }),
  );
});
