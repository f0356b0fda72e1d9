import { afterEach, describe, expect, test } from 'vitest';
import { type AccountDefaults, accountDefaultsFrom } from '../../functions/control/account-defaults.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

const createdAt = Date.parse('2026-03-01T09:00:00.000Z');
const hour = 3_600;

let emulator: Emulator | undefined;

afterEach(async () => {
  await emulator?.close();
  emulator = undefined;
});

interface View {
  expiresAt?: string;
  settings: { journalSeconds: number; maxLimit: number };
}

async function created(accountDefaults: AccountDefaults, input: Record<string, unknown>): Promise<View> {
  emulator = await startEmulator({ accountDefaults, systemNow: () => createdAt });
  const { request, controlKey } = emulator;
  const response = await request('/_emulator/accounts', {
    method: 'POST',
    headers: { authorization: `Bearer ${controlKey}` },
    body: JSON.stringify(input),
  });
  expect(response.status).toBe(201);
  return (await response.json()) as View;
}

const later = (seconds: number): string => new Date(createdAt + seconds * 1000).toISOString();

describe('an account that is made', () => {
  const defaults = { journalSeconds: 2 * hour, expiresInSeconds: hour };

  test('without saying otherwise gets what the deployment has', async () => {
    const view = await created(defaults, { settings: { maxLimit: 7 } });

    expect(view.expiresAt).toBe(later(hour));
    expect(view.settings).toMatchObject({ journalSeconds: 2 * hour, maxLimit: 7 });
  });

  test('gets what it says instead', async () => {
    const view = await created(defaults, { settings: { journalSeconds: 60 }, expiresInSeconds: 120 });

    expect(view.expiresAt).toBe(later(120));
    expect(view.settings.journalSeconds).toBe(60);
  });

  test('never expires where it says so', async () => {
    expect(await created(defaults, { expiresInSeconds: null })).not.toHaveProperty('expiresAt');
  });

  test('never expires where the deployment has no expiry, and keeps its journal for a day', async () => {
    const view = await created({}, {});

    expect(view).not.toHaveProperty('expiresAt');
    expect(view.settings.journalSeconds).toBe(24 * hour);
  });
});

describe('the defaults of a deployment', () => {
  test('come from environment variables', () => {
    const variables = { ACCOUNT_JOURNAL_SECONDS: '7200', ACCOUNT_EXPIRES_IN_SECONDS: '3600', PATH: '/bin' };

    expect(accountDefaultsFrom(variables)).toEqual({ journalSeconds: 7200, expiresInSeconds: 3600 });
  });

  test.each([{}, { ACCOUNT_JOURNAL_SECONDS: '', ACCOUNT_EXPIRES_IN_SECONDS: undefined }])(
    'are none where no variable is set: %o',
    (variables) => {
      expect(accountDefaultsFrom(variables)).toEqual({});
    },
  );

  test.each([
    ['ACCOUNT_JOURNAL_SECONDS', '59'],
    ['ACCOUNT_JOURNAL_SECONDS', 'a day'],
    ['ACCOUNT_EXPIRES_IN_SECONDS', '0'],
    ['ACCOUNT_EXPIRES_IN_SECONDS', '1.5'],
  ])('are refused by name: %s=%s', (variable, text) => {
    expect(() => accountDefaultsFrom({ [variable]: text })).toThrow(
      new RegExp(`^The environment variable ${variable} is not right: .+\\.$`),
    );
  });
});
