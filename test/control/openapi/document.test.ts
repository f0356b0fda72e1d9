import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calls, controlPath } from '../../../functions/control/calls.ts';
import { type DescribedEmulator, startDescribed } from './described-emulator.ts';

let emulator: DescribedEmulator;

beforeAll(async () => {
  emulator = await startDescribed();
});

afterAll(() => emulator.close());

describe('the document', () => {
  test('is OpenAPI 3.1, and needs no key', async () => {
    const response = await emulator.request('/_emulator/openapi.json');

    expect(response.headers.get('content-type')).toBe('application/json');
    await emulator.check('GET', '/_emulator/openapi.json', response);
    expect(emulator.api.document.openapi).toBe('3.1.0');
  });

  test('has every call of the control API, and no other: other methods are refused', async () => {
    const controlPaths = Object.entries(emulator.api.document.paths).filter(([path]) =>
      path.startsWith(controlPath),
    );
    expect(controlPaths.flatMap(([, methods]) => Object.keys(methods))).toHaveLength(calls.length);
    for (const [path, methods] of controlPaths) {
      const names = Object.keys(methods).map((method) => method.toUpperCase());
      const known = names.flatMap((name) => (name === 'GET' ? ['GET', 'HEAD'] : [name]));
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
        const response = await emulator.request(path.replace(/\{\w+\}/g, 'none'), {
          method,
          headers: { authorization: `Bearer ${emulator.controlKey}` },
        });
        const isRefused = response.status === 405;
        expect(`${method} ${path} ${isRefused}`).toBe(`${method} ${path} ${!known.includes(method)}`);
        if (isRefused) expect(response.headers.get('allow')?.split(', ').sort()).toEqual(known.sort());
      }
    }
  });

  test('has the emulated routes', () => {
    expect(emulator.api.operations.filter((name) => name.includes('/api/public'))).toEqual([
      'post /api/public/bot/{botId}/getSessions',
      'post /api/public/stream/{botId}/getSessions',
      'post /api/public/getSessions',
      'post /api/public/bot/{botId}/getMessagesV2',
      'get /api/public/bot/{botId}/getMessagesV2',
      'post /api/public/bot/{botId}/getMessages',
      'get /api/public/bot/{botId}/getMessages',
      'post /api/public/stream/{botId}/getMessages',
      'get /api/public/stream/{botId}/getMessages',
      'post /api/public/getMessages',
    ]);
  });

  test('names every operation once', () => {
    const ids = Object.values(emulator.api.document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );

    expect(new Set(ids).size).toBe(ids.length);
  });

  test('has every schema and security scheme that it refers to, and refers to all that it has', () => {
    const text = JSON.stringify(emulator.api.document);
    const referred = new Set(
      [...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name),
    );
    const schemes = new Set(
      Object.values(emulator.api.document.paths)
        .flatMap((methods) => Object.values(methods))
        .flatMap(({ security = [] }) => security.flatMap(Object.keys)),
    );

    expect([...referred].sort()).toEqual(Object.keys(emulator.api.document.components.schemas).sort());
    expect([...schemes].sort()).toEqual(Object.keys(emulator.api.document.components.securitySchemes).sort());
  });

  test('asks for the control key everywhere but for health and itself', () => {
    const open = emulator.api.operations.filter((name) => {
      const [method = '', path = ''] = name.split(' ');
      return emulator.api.document.paths[path]?.[method]?.security?.length === 0;
    });

    expect(open).toEqual(['get /_emulator/health', 'get /_emulator/openapi.json']);
  });

  test.each([
    [{}, true],
    [{ limit: 5, skip: '3', tags: { and: [{ name: 'a', values: ['b'], type: 'user' }] } }, true],
    [{ sessionId: 's1' }, true],
    [{ limit: 0 }, false],
    [{ limit: 1.5 }, false],
    [{ sessionType: 'interactiv' }, false],
  ])('a body %j is valid by it: %s', (body, isValid) => {
    const { operation } = emulator.api.find('POST', '/api/public/getSessions');
    const schema = operation.requestBody?.content['application/json']?.schema ?? {};

    expect(emulator.api.complaint(schema, body) === undefined).toBe(isValid);
  });
});

describe('examples', () => {
  const bodies = () =>
    Object.values(emulator.api.document.paths).flatMap((methods) =>
      Object.values(methods).flatMap(({ operationId, requestBody, responses }) => [
        ...Object.entries(requestBody?.content ?? {}).map(([type, media]) => ({
          name: `${operationId} takes ${type}`,
          type,
          ...media,
        })),
        ...Object.entries(responses).flatMap(([status, { content = {} }]) =>
          Object.entries(content)
            .filter(() => status.startsWith('2'))
            .map(([type, media]) => ({
              name: `${operationId} answers ${status} ${type}`,
              type,
              ...media,
            })),
        ),
      ]),
    );

  test('stand beside every body that is sent, and every page and view that is answered', () => {
    const without = bodies().filter(({ example }) => example === undefined);
    expect([...new Set(without.map(({ name }) => name))]).toEqual([
      'getOpenApi answers 200 application/json',
      'removeAccount answers 202 application/json',
      'summarizeSessions answers 200 application/json',
      'exportMessages answers 200 application/x-ndjson',
    ]);
  });

  test('are valid by their schemas', () => {
    const complaints = bodies()
      .filter(({ type, example }) => type.endsWith('/json') && example !== undefined)
      .map(({ name, schema, example }) => `${name}: ${emulator.api.complaint(schema, example) ?? 'valid'}`);
    expect(complaints.filter((each) => !each.endsWith(': valid'))).toEqual([]);
  });
});
