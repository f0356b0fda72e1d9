import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../functions/domain/refusal.ts';
import { checkMethod, Routes } from '../../functions/vendor/route.ts';
import { stubApi } from './stub-api.ts';

const sessions = stubApi({
  name: 'getSessions',
  routes: [
    {
      path: '/api/public/bot/{botId}/getSessions',
      aliases: ['/api/public/stream/{botId}/getSessions'],
      metric: 'bot',
    },
    { path: '/api/public/getSessions', metric: 'account' },
  ],
});
const things = stubApi({
  name: 'getThings',
  methods: ['GET', 'POST'],
  routes: [{ path: '/api/1.1/public/bot/{botId}/getThings' }, { path: '/api/1.1/public/getThings' }],
});
const routes = new Routes([sessions, things]);

function refusalOf(work: () => unknown): Refusal {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('Nothing was refused.');
}

describe('a path', () => {
  test.each([
    ['/api/public/bot/st-1/getSessions', sessions, 'st-1', 'bot'],
    ['/api/public/bot/a%20%2Fb/getSessions', sessions, 'a /b', 'bot'],
    ['/api/public/bot/100%/getSessions', sessions, '100%', 'bot'],
    ['/api/public/getSessions', sessions, undefined, 'account'],
    ['/api/1.1/public/bot/st-1/getThings', things, 'st-1', 'getThings.bot'],
    ['/api/1.1/public/getThings', things, undefined, 'getThings.account'],
  ] as const)('%s leads to its API, its bot and its metrics', (path, api, botId, metric) => {
    const kind = botId === undefined ? 'account' : 'bot';
    const segment = botId === undefined ? undefined : path.split('/').at(-2);
    const { methods } = api;
    expect(routes.find(path)).toEqual({ api, kind, botId, segment, isAlias: false, metric, methods });
  });

  test('of another name leads where the first does, and is known as such', () => {
    const found = routes.find('/api/public/bot/st-1/getSessions');
    const alias = routes.find('/api/public/stream/st-1/getSessions');
    expect(alias).toEqual({ ...found, isAlias: true });
  });

  test.each(['/api/public', '/api/public/', '/api/public/bot//getSessions', '/api/public/getThings'])(
    '%s, which no API has, is refused as the vendor refuses a method',
    (path) => {
      expect(refusalOf(() => routes.find(path))).toMatchObject({
        error: 'methodNotAllowed',
        reason: { code: 'path_unknown', text: `No API is emulated at ${path}.` },
      });
    },
  );

  test.each(['/', '/api/publicity', '/api/1x1/public/getThings', '/api/1x1/public/bot/st-1/getThings'])(
    '%s outside of /api/public is not found, and what is emulated is named',
    (path) => {
      expect(refusalOf(() => routes.find(path))).toMatchObject({
        error: 'notFound',
        reason: {
          code: 'path_unknown',
          text: 'The emulated routes are POST /api/public/bot/{botId}/getSessions, POST /api/public/getSessions, GET or POST /api/1.1/public/bot/{botId}/getThings and GET or POST /api/1.1/public/getThings.',
        },
      });
    },
  );

  test('of any text counts under one of few names', () => {
    const names = new Set(['bot', 'account', 'getThings.bot', 'getThings.account']);
    const path = fc.oneof(
      fc.string().map((text) => `/${text}`),
      fc.string().map((id) => `/api/public/bot/${id}/getSessions`),
      fc.string().map((id) => `/api/1.1/public/bot/${id}/getThings`),
    );
    fc.assert(
      fc.property(path, (text) => {
        try {
          expect(names).toContain(routes.find(text).metric);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
        }
      }),
    );
  });
});

describe('a method', () => {
  const sessionsRoute = routes.find('/api/public/getSessions');
  const thingsRoute = routes.find('/api/1.1/public/getThings');

  test('that the API allows is let through', () => {
    expect(() => checkMethod(sessionsRoute, 'POST')).not.toThrow();
    expect(() => checkMethod(thingsRoute, 'GET')).not.toThrow();
  });

  test.each([
    [sessionsRoute, 'GET', 'Use POST, not GET.'],
    [thingsRoute, 'PUT', 'Use GET or POST, not PUT.'],
  ])('that it does not is refused with those that it does', (route, method, text) => {
    expect(refusalOf(() => checkMethod(route, method))).toMatchObject({
      error: 'wrongMethod',
      reason: { code: 'method_not_allowed', text },
    });
  });
});
