import type { APIGatewayProxyResult } from 'aws-lambda';
import { Hono } from 'hono';
import type { LambdaEvent } from 'hono/aws-lambda';
import { describe, expect, it } from 'vitest';
import { AfterResponse } from '../../functions/lambda/after-response.ts';
import { createHandler } from '../../functions/lambda/handler.ts';
import { webAnswers } from '../../functions/lambda/web-answers.ts';
import { type EventVersion, eventOf, eventVersions } from '../support/api-gateway/gateway.ts';
import type { SentRequest } from '../support/api-gateway/request.ts';
import { restApiEvent } from '../support/api-gateway/rest-api-event.ts';
import { hurriedTime } from '../support/manual-time.ts';

interface Seen {
  method: string;
  path: string;
  query: [string, string][];
  auth: string | null;
  body: string;
}

/** Answers with what it was asked. */
const echo = new Hono().all('*', async ({ req }) => {
  const { pathname, searchParams } = new URL(req.url);
  const bytes = Buffer.from(await req.arrayBuffer());
  const seen: Seen = {
    method: req.method,
    path: pathname,
    query: [...searchParams],
    auth: req.raw.headers.get('auth'),
    body: bytes.toString('hex'),
  };
  return Response.json(seen, { status: 207, headers: { 'x-emulator-reason': 'a: b' } });
});

const handler = createHandler(webAnswers(echo), new AfterResponse(hurriedTime()));
const invoke = async (event: unknown) =>
  (await handler(event as LambdaEvent)) as unknown as APIGatewayProxyResult;

const request: SentRequest = {
  method: 'POST',
  path: '/api/public/getSessions',
  query: '',
  headers: [],
  body: new Uint8Array(),
};

describe.each(eventVersions)('an event in payload format %s', (version: EventVersion) => {
  const send = (sent: Partial<SentRequest>) => invoke(eventOf[version]({ ...request, ...sent }));
  const seen = async (sent: Partial<SentRequest>): Promise<Seen> => JSON.parse((await send(sent)).body);

  it.each(['GET', 'PUT', 'POST', 'PATCH', 'DELETE', 'OPTIONS'])('keeps the method %s', async (method) => {
    expect(await seen({ method })).toMatchObject({ method, path: request.path, body: '' });
  });

  it.each(['GET', 'HEAD'])('is answered where %s comes with a body, which is not read', async (method) => {
    const body = Buffer.from('{}');
    const { statusCode } = await send({ method, body });
    expect(statusCode).toBe(207);
    if (method === 'GET') expect((await seen({ method, body })).body).toBe('');
  });

  it.each([
    '/api/public/bot/st-1/getSessions',
    '/api/public/bot/st-1/getSessions/',
    '/api/public/bot//getSessions',
    '/',
    '/_emulator',
    '/_emulator/accounts/acc-1',
  ])('keeps the path %s', async (path) => {
    expect((await seen({ path })).path).toBe(path);
  });

  it('keeps a zero byte at the end of the path', async () => {
    expect((await seen({ path: '/_emulator/accounts/%00' })).path).toBe('/_emulator/accounts/%00');
  });

  it.each(['a%23b', 'a%20b', 'a%5Cb', 'a%0Ab', '%00', 'a%00b', '%C3%A4', '%E4%B8%96'])(
    'names one bot where its id is %s in the path',
    async (botId) => {
      const { path } = await seen({ path: `/api/public/bot/${botId}/getSessions` });
      const [, , , , found, ...rest] = path.split('/');
      expect(decodeURIComponent(found ?? '')).toBe(decodeURIComponent(botId));
      expect(rest).toEqual(['getSessions']);
    },
  );

  it.each([
    [
      'a=1&b=2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    [
      'a=2&a=1&a=2',
      [
        ['a', '2'],
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    [
      'a=%26%3D%3F%23&b=%C3%BC',
      [
        ['a', '&=?#'],
        ['b', 'ü'],
      ],
    ],
    [
      'a=b+c&d=e%2Bf',
      [
        ['a', 'b c'],
        ['d', 'e+f'],
      ],
    ],
    [
      'a&b=',
      [
        ['a', ''],
        ['b', ''],
      ],
    ],
    ['a%5B%5D=1', [['a[]', '1']]],
    ['', []],
  ])('keeps the parameters of "%s"', async (query, expected) => {
    expect((await seen({ query })).query).toEqual(expected);
  });

  it('shows two headers of a name as one, in any case', async () => {
    const headers = [
      ['Auth', 'one'],
      ['Auth', 'two'],
    ] as const;
    expect((await seen({ headers })).auth?.split(/, ?/)).toEqual(['one', 'two']);
  });

  it.each([
    ['text', Buffer.from('{"userId":"Zürich"}')],
    ['what is no UTF-8', Buffer.from([0x7b, 0xff, 0x00, 0x80, 0x7d])],
    ['gzip', Buffer.from([0x1f, 0x8b, 0x08, 0x00])],
  ])('keeps the bytes of a body: %s', async (_, body) => {
    for (const type of ['application/json', 'application/octet-stream']) {
      const sent = await seen({ body, headers: [['content-type', type]] });
      expect(sent.body).toBe(body.toString('hex'));
    }
  });

  it('is answered with status, headers and text', async () => {
    const { statusCode, headers, multiValueHeaders, isBase64Encoded } = await send({});
    const first = Object.entries(multiValueHeaders ?? {}).map(([name, [value]]) => [name, value]);
    expect({ statusCode, isBase64Encoded }).toEqual({ statusCode: 207, isBase64Encoded: false });
    expect({ ...headers, ...Object.fromEntries(first) }).toEqual({
      'content-type': 'application/json',
      'x-emulator-reason': 'a: b',
    });
  });
});

describe('an HTTP API', () => {
  it.each(['TRACE', 'CONNECT', 'TRACK'])('hands %s on; it is as wrong as any but POST', async (method) => {
    const { body } = await invoke(eventOf.v2({ ...request, method }));
    expect(JSON.parse(body)).toMatchObject({ method: 'OPTIONS' });
  });

  it('cuts a path off at an encoded question mark; the query string stays', async () => {
    const sent = { ...request, path: '/api/public/bot/a%3Fb/getSessions', query: 'x=1' };
    const { body } = await invoke(eventOf.v2(sent));
    expect(JSON.parse(body)).toMatchObject({ path: '/api/public/bot/a', query: [['x', '1']] });
  });
});

describe('a REST API', () => {
  const pathOf = async (event: unknown): Promise<string> => JSON.parse((await invoke(event)).body).path;

  it('keeps an encoded question mark, slash or percent sign in the path', async () => {
    for (const botId of ['a%3Fb', 'a%2Fb', 'a%25b', '%2573t']) {
      const path = `/api/public/bot/${botId}/getSessions`;
      expect(await pathOf(restApiEvent({ ...request, path }))).toBe(path);
    }
  });

  it.each(['/kore', '/kore/v1', '/live', '/api', '/_emulator'])(
    'leaves the base path %s of a host name out',
    async (basePath) => {
      for (const path of [
        '/api/public/getSessions',
        '/api/public/getSessions/',
        '/api/public/bot/%20%2F/getSessions',
        '/_emulator',
        '/_emulator/accounts',
        '/_emulator/_emulator/accounts',
      ]) {
        expect(await pathOf(restApiEvent({ ...request, path }, { basePath }))).toBe(path);
      }
    },
  );

  it('takes the path as it is where resource and parameters do not tell what it begins with', async () => {
    const event = restApiEvent(request);
    for (const pathParameters of [null, {}, { proxy: 'something/else' }]) {
      expect(await pathOf({ ...event, pathParameters })).toBe(request.path);
    }
  });

  it('is read without the fields for several values, as older tools send it', async () => {
    const event = restApiEvent({ ...request, query: 'a=1', headers: [['Auth', 'one']] });
    const { body, headers } = await invoke({
      ...event,
      multiValueHeaders: null,
      multiValueQueryStringParameters: null,
    });
    expect(JSON.parse(body)).toMatchObject({ auth: 'one', query: [['a', '1']] });
    expect(headers).toMatchObject({ 'x-emulator-reason': 'a: b' });
  });
});

describe('the event of a schedule', () => {
  const event = {
    source: 'aws.events',
    'detail-type': 'Scheduled Event',
    detail: {},
  } as unknown as LambdaEvent;

  it('has done what is to be done each time, and is answered with nothing', async () => {
    let times = 0;
    const scheduled = createHandler(
      webAnswers(echo),
      new AfterResponse(hurriedTime()),
      async () => void times++,
    );
    expect(await scheduled(event)).toBeUndefined();
    expect(times).toBe(1);
  });

  it('that fails is a failed invocation', async () => {
    const scheduled = createHandler(webAnswers(echo), new AfterResponse(hurriedTime()), async () => {
      throw new Error('no table');
    });
    await expect(scheduled(event)).rejects.toThrow('no table');
  });
});

describe('an event that API Gateway does not send', () => {
  const v1 = () => ({ ...eventOf.v1(request) }) as Record<string, unknown>;
  const v2 = () => ({ ...eventOf.v2(request) }) as Record<string, unknown>;
  const without = (event: Record<string, unknown>, name: string) =>
    Object.fromEntries(Object.entries(event).filter(([each]) => each !== name));

  it.each([
    ['that is empty', {}],
    ['of the console of Lambda', { key1: 'value1', key2: 'value2' }],
    ['with a method that is no token', { ...v1(), httpMethod: 'NO TOKEN' }],
    ['without a path', without(v1(), 'path')],
    [
      'of no host name that there can be',
      { ...v1(), requestContext: {}, headers: { host: 'a b' }, multiValueHeaders: {} },
    ],
  ])('%s is refused in words', async (_what, event) => {
    expect(await invoke(event)).toMatchObject({
      statusCode: 400,
      body: 'The event holds no request as API Gateway sends it.',
    });
  });

  it.each([
    ['without a context', without(v1(), 'requestContext')],
    ['without a query string', without(v2(), 'rawQueryString')],
    ['with a method in lower case', { ...v1(), httpMethod: 'post' }],
    [
      'with headers in one form only',
      { ...v1(), multiValueHeaders: { 'X-A': ['1'] }, headers: { auth: 'a b' } },
    ],
    [
      'with blanks around a value, and a number',
      { ...v1(), multiValueHeaders: { auth: [' a b '], 'X-N': [7] } },
    ],
    [
      'with half a character in a value',
      { ...v1(), multiValueHeaders: { auth: ['a b'], 'X-A': ['\ud800'] } },
    ],
    [
      'with a parameter that is null',
      { ...v1(), multiValueQueryStringParameters: null, queryStringParameters: null },
    ],
  ])('%s is answered all the same', async (what, event) => {
    const answered = await invoke(event);
    expect(answered.statusCode).toBe(207);
    const seen: Seen = JSON.parse(answered.body);
    expect(seen).toMatchObject({ method: 'POST', path: request.path, query: [] });
    if (JSON.stringify(event).includes('a b')) expect(seen.auth, what).toBe('a b');
  });
});
