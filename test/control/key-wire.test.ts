import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { previousKeyMs, secretKeyProvider } from '../../functions/control/secret.ts';
import { rotateNow } from '../../functions/rotate-key/rotate-now.ts';
import { FakeSecrets } from './key-secrets.ts';
import { type SecretsServer, startSecretsServer } from './secrets-server.ts';

const secretId = 'control-key';
const now = Date.now();

let secrets: FakeSecrets;
let server: SecretsServer;

beforeAll(async () => {
  secrets = new FakeSecrets(() => now - 90 * previousKeyMs);
  secrets.put('first-key');
  server = await startSecretsServer(secrets);
});

afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  server.close();
});

test('over the SDK and its protocol: a secret without a previous key, the scheduled change, the one by hand', async () => {
  let at = now;
  const good = secretKeyProvider(secretId, { now: () => at }, server.client);
  expect(await good('first-key')).toEqual(['first-key']);

  vi.stubEnv('CONTROL_KEY_SECRET_ID', secretId);
  vi.stubEnv('CONTROL_KEY_ROTATION_DAYS', '90');
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', server.url);
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  const info = vi.spyOn(console, 'info').mockImplementation(() => {});
  const { handler } = await import('../../functions/rotate-key/handler.ts');
  await handler({ id: 'aaaaaaaa-0000-4000-8000-000000000001' });

  expect(info).toHaveBeenCalledWith({ rotated: true, ageDays: 90 });
  expect(secrets.previous()).toBe('first-key');
  const second = secrets.current() ?? '';
  expect(JSON.stringify(info.mock.calls)).not.toContain(second);

  await rotateNow(server.client, secretId, { revoke: true, now });
  at += 60_000;
  expect(await good(second)).toEqual([secrets.current()]);
});

test.each(['0', 'often', '-3'])('the schedule refuses to start with %s days', async (days) => {
  vi.resetModules();
  vi.stubEnv('CONTROL_KEY_SECRET_ID', secretId);
  vi.stubEnv('CONTROL_KEY_ROTATION_DAYS', days);

  await expect(import('../../functions/rotate-key/handler.ts')).rejects.toThrow(
    'CONTROL_KEY_ROTATION_DAYS must be a number of days from 1 on.',
  );
});
