import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Account, Ask } from './support/account.ts';
import { type Answer, found, invalidField, refused } from './support/answer.ts';
import { bothRoutes, useEmulator } from './support/emulator.ts';
import { makeRow, type Row, upTo } from './support/rows.ts';

const emulator = useEmulator();
const improper = refused('improperPayload', 'body_not_json');
const notAnObject = refused('validation', 'body_not_an_object');
let account: Account;
let rows: Row[];

beforeAll(async () => {
  account = await emulator.createAccount();
  rows = upTo(3).map((number) => makeRow(account.botId(), number));
  await account.importRows(rows);
});

/** API Gateway takes no more than 10 MB and Lambda 6 MB; there 413 comes before the emulator is asked. */
function expectUnlessGateway(answer: Answer, expected: Answer): void {
  if (emulator.isBehindGateway && answer.status === 413) return;
  expect(answer).toEqual(expected);
}

/** A server that stops reading a body leaves its rest to the requests that follow on the connection. */
async function expectConnectionHolds(route: Ask['route'] & string): Promise<void> {
  for (const _ of upTo(3)) expect(await account.ask({ route })).toEqual(found(rows));
}

const bytes = (...values: number[]) => new Uint8Array(values);
const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const deep = 100_000;

describe.each(bothRoutes)('bodies that are not JSON on the %s route: 400 Improper payload', (route) => {
  it.each<[string, Ask['rawBody'] & (string | Uint8Array)]>([
    ['a bracket', '{'],
    ['text', 'limit=10'],
    ['a form', 'limit=10&skip=5'],
    ['blanks', '  \r\n'],
    ['undefined', 'undefined'],
    ['NaN', '{"limit":NaN}'],
    ['single quotes', "{'limit':10}"],
    ['names without quotes', '{limit:10}'],
    ['a trailing comma', '{"limit":10,}'],
    ['a comment', '{"limit":10/*ten*/}'],
    ['two values', '{}{}'],
    ['an object that does not end', '{"limit":10'],
    ['a number that begins with 0', '{"limit":010}'],
    ['a hexadecimal number', '{"limit":0x10}'],
    ['a raw line feed in a string', '{"userId":"a\nb"}'],
    ['XML', '<sessions limit="10"/>'],
    ['multipart', '--x\r\nContent-Disposition: form-data; name="limit"\r\n\r\n10\r\n--x--'],
    ['a zero byte', bytes(0)],
    ['bytes that are no UTF-8', bytes(0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d)],
    ['UTF-8 that is cut off', bytes(0x22, 0xc3)],
    ['Latin-1', new Uint8Array(Buffer.from('{"userId":"Zürich"}', 'latin1'))],
    ['UTF-16', utf16('{"limit":10}')],
    ['UTF-16 with a byte order mark', utf16('\ufeff{"limit":10}')],
    ['gzip', new Uint8Array(gzipSync('{"limit":10}'))],
    ['brackets a hundred thousand deep that do not end', '['.repeat(deep)],
    ['objects a hundred thousand deep that do not end', '{"a":'.repeat(deep)],
  ])('[body.notJson] %s', async (_, rawBody) => {
    expect(await account.ask({ route, rawBody: rawBody as string })).toEqual(improper);
  });

  it('[body.notJson] gzip that says so', async () => {
    const rawBody = new Uint8Array(gzipSync('{"limit":10}'));
    const headers = { 'content-encoding': 'gzip' };
    expect(await account.ask({ route, rawBody, headers })).toEqual(improper);
  });
});

describe.each(bothRoutes)('JSON that is no object on the %s route: 412', (route) => {
  it.each([
    '[]',
    '[{"limit":10}]',
    'null',
    'true',
    'false',
    '0',
    '10',
    '-1.5',
    '1e999',
    '""',
    '"{}"',
    ' [ ] ',
  ])('[body.array, body.scalar] %s', async (rawBody) => {
    expect(await account.ask({ route, rawBody })).toEqual(notAnObject);
  });

  it('[body.array] arrays a hundred thousand deep', async () => {
    const rawBody = '['.repeat(deep) + ']'.repeat(deep);
    const answer = await account.ask({ route, rawBody });
    // A parser may give up on the depth first.
    expect([notAnObject, improper]).toContainEqual(answer);
  });
});

describe.each(bothRoutes)('large and deep bodies on the %s route', (route) => {
  it.each([1_500_000, 5_000_000, 10_000_000])(
    '[body.large] %i bytes: 400 Improper payload, and the connection holds',
    async (length) => {
      for (const rawBody of [`{"userId":"${'x'.repeat(length)}"}`, 'x'.repeat(length)]) {
        const answer = await account.ask({ route, rawBody });
        expectUnlessGateway(answer, refused('improperPayload', 'body_too_large'));
        await expectConnectionHolds(route);
      }
    },
  );

  it('[emulator] 10 MB without a token are refused for the token, and the connection holds', async () => {
    const answer = await account.ask({ route, token: null, rawBody: 'x'.repeat(10_000_000) });
    expectUnlessGateway(answer, refused('invalidCredentials', 'auth_header_missing'));
    await expectConnectionHolds(route);
  });

  it('[body.unknownField] half a megabyte in a field that nothing reads: ignored', async () => {
    expect(await account.ask({ route, body: { note: 'x'.repeat(500_000) } })).toEqual(found(rows));
  });

  it('[body.unknownField] a field that nothing reads may be a hundred thousand levels deep', async () => {
    const nested = '['.repeat(deep) + ']'.repeat(deep);
    const answer = await account.ask({ route, rawBody: `{"note":${nested}}` });
    expect([found(rows), improper]).toContainEqual(answer);
  });

  it.each(['tags', 'sessionId', 'userId', 'limit', 'dateFrom'])(
    '[body.wrongType] %s a hundred thousand levels deep: refused',
    async (name) => {
      const nested = '{"and":['.repeat(deep / 2) + ']}'.repeat(deep / 2);
      const answer = await account.ask({ route, rawBody: `{"${name}":${nested}}` });
      expect([invalidField, improper]).toContainEqual(answer);
    },
  );

  it('[body.tagsTooMany] ten thousand conditions and values: validation error', async () => {
    const tooMany = refused('validation', 'tags_too_many');
    const many = Array(10_000).fill('x');
    const conditions = Array(5_000).fill({ name: 'x', values: ['x'] });
    expect(await account.ask({ route, body: { tags: { or: [{ name: 'x', values: many }] } } })).toEqual(
      tooMany,
    );
    expect(await account.ask({ route, body: { tags: { and: conditions } } })).toEqual(tooMany);
  });

  it('[body.unknownField] ten thousand unknown fields: ignored', async () => {
    const body = Object.fromEntries(upTo(10_000).map((number) => [`field${number}`, number]));
    expect(await account.ask({ route, body })).toEqual(found(rows));
  });
});

describe.each(bothRoutes)('fields of the body on the %s route', (route) => {
  it('[body.unknownField] unknown fields are ignored, odd names included', async () => {
    const body = {
      Limit: 1,
      userID: 'x',
      session: [],
      '': 0,
      constructor: 1,
      toString: null,
      hasOwnProperty: {},
    };
    expect(await account.ask({ route, body })).toEqual(found(rows));
    const rawBody = '{"__proto__":{"limit":1,"sessionId":["x"],"userId":"x"}}';
    expect(await account.ask({ route, rawBody })).toEqual(found(rows));
  });

  it.each(['userId', 'skip', 'offset', 'limit', 'dateFrom', 'dateTo', 'tags', 'sessionType', 'sessionId'])(
    '[body.nullField] %s null: validation error',
    async (name) => {
      expect(await account.ask({ route, body: { [name]: null } })).toEqual(invalidField);
    },
  );

  it.each(['userId', 'skip', 'offset', 'limit', 'dateFrom', 'dateTo', 'tags', 'sessionType', 'sessionId'])(
    '[body.wrongType] %s of another type: validation error',
    async (name) => {
      for (const value of [true, 0.5, { a: 1 }, [[]], [null]]) {
        // Tags are an object; one without conditions is no filter.
        if (name === 'tags' && !Array.isArray(value) && typeof value === 'object') continue;
        expect(await account.ask({ route, body: { [name]: value } })).toEqual(invalidField);
      }
    },
  );

  it('[body.json] of duplicate names the last counts', async () => {
    const rawBody = '{"limit":"x","limit":1,"skip":9,"skip":0}';
    const { body } = await account.ask({ route, rawBody });
    expect(body).toEqual({ total: 3, moreAvailable: true, sessions: rows.slice(0, 1) });
  });

  it('[body.json] names may be written with escapes, and blanks may surround all', async () => {
    const rawBody = ' \r\n\t{ "\\u006cimit" : 1 } \n';
    const { body } = await account.ask({ route, rawBody });
    expect(body).toEqual({ total: 3, moreAvailable: true, sessions: rows.slice(0, 1) });
  });

  it('[body.json] a byte order mark before UTF-8 is passed over', async () => {
    expect(await account.ask({ route, rawBody: '\ufeff{"limit":10}' })).toEqual(found(rows));
  });

  it('[body.json] lone surrogates and control characters in strings match nothing', async () => {
    for (const userId of ['"\\ud800"', '"\\u0000"', '"\\u202e"']) {
      expect(await account.ask({ route, rawBody: `{"userId":${userId}}` })).toEqual(found([]));
    }
  });

  it('[body.contentType] an Accept header or a charset changes nothing', async () => {
    const headers = { accept: 'text/html', 'content-type': 'application/json; charset=iso-8859-1' };
    expect(await account.ask({ route, headers, body: {} })).toEqual(found(rows));
  });
});
