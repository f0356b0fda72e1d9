import type { LambdaEvent } from 'hono/aws-lambda';
import { describe, expect, test } from 'vitest';
import { plainApplication } from '../../functions/http/application.ts';
import { hasConsole, leadingToConsole } from '../../functions/http/lead-to-console.ts';
import { eventIn, rootPath } from '../../functions/lambda/events/root.ts';
import { eventOf } from '../support/api-gateway/gateway.ts';

const vendor = plainApplication(async () => ({ status: 404, headers: {}, body: 'vendor' }));
const browser = { accept: 'text/html,*/*;q=0.8' };

const restEvent = (path: string, own: string): LambdaEvent => {
  const event = eventOf.v1({ method: 'GET', path, query: '', headers: [], body: new Uint8Array() });
  return { ...event, requestContext: { ...event.requestContext, path: own } } as unknown as LambdaEvent;
};

/** Where a browser that asks a function behind this event arrives, from the address that it has asked for. */
async function arrival(event: LambdaEvent, address: string): Promise<string | number> {
  const app = leadingToConsole(vendor, (_, bindings) => {
    const found = eventIn(bindings);
    return found && rootPath(found);
  });
  const response = await app.fetch(new Request('https://api.test/', { headers: browser }), { event });
  const location = response.headers.get('location');
  return location === null ? response.status : new URL(location, address).href;
}

describe('a browser at the root', () => {
  test.each([
    ['https://api.test/live/', '/live/', 'https://api.test/live/_emulator/console/'],
    ['https://api.test/live', '/live', 'https://api.test/live/_emulator/console/'],
    ['https://own.test/kore/base', '/kore/base', 'https://own.test/kore/base/_emulator/console/'],
    ['https://own.test/', '/', 'https://own.test/_emulator/console/'],
  ])('of a REST API is led to the console from %s', async (address, path, console) => {
    expect(await arrival(restEvent('/', path), address)).toBe(console);
  });

  test('of a REST API that asks for another path is not', async () => {
    expect(await arrival(restEvent('/nope', '/live/nope'), 'https://api.test/live/nope')).toBe(404);
  });

  test('of an HTTP API is led there', async () => {
    const event = eventOf.v2({ method: 'GET', path: '/', query: '', headers: [], body: new Uint8Array() });
    expect(await arrival(event as unknown as LambdaEvent, 'https://api.test/')).toBe(
      'https://api.test/_emulator/console/',
    );
  });
});

test.each([
  [{}, true],
  [{ CONSOLE: '' }, true],
  [{ CONSOLE: 'off' }, false],
])('variables %j: the console is there: %s', (variables, is) => {
  expect(hasConsole(variables)).toBe(is);
});
