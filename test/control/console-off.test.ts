import { expect, test } from 'vitest';
import { createControlApp } from '../../functions/control/application.ts';
import type { ControlDependencies } from '../../functions/control/dependencies.ts';
import { systemTime } from '../../functions/domain/time.ts';

const dependencies: Partial<ControlDependencies> = {
  controlKey: async () => ['key'],
  time: systemTime,
  onError: (error) => {
    throw error;
  },
};

const ask = async (given: Partial<ControlDependencies>, headers: Record<string, string> = {}) => {
  const app = createControlApp({ ...dependencies, ...given } as ControlDependencies);
  return app.fetch(new Request('http://localhost/_emulator/console/', { headers }));
};

test('where the console is off, its path is not there', async () => {
  expect((await ask({})).status).toBe(401);
  expect((await ask({}, { authorization: 'Bearer key' })).status).toBe(404);
});

test('files that could not be loaded are asked for again', async () => {
  let attempts = 0;
  const loadConsole = async () => {
    attempts += 1;
    if (attempts === 1) throw new Error('not there yet');
    return new Map([['index.html', new Uint8Array([60])]]);
  };
  const app = createControlApp({
    ...dependencies,
    loadConsole,
    onError: () => undefined,
  } as unknown as ControlDependencies);
  const page = () => app.fetch(new Request('http://localhost/_emulator/console/'));

  expect((await page()).status).toBe(500);
  expect((await page()).status).toBe(200);
  expect((await page()).status).toBe(200);
  expect(attempts).toBe(2);
});
