import { beforeEach, describe, expect, test } from 'vitest';
import { previousKeyMs, secretKeyProvider } from '../../functions/control/secret.ts';
import { findKeyVersions, putNewKey } from '../../functions/rotate-key/rotate.ts';
import { PreviousKeyInUseError, rotateNow } from '../../functions/rotate-key/rotate-now.ts';
import { rotateWhenDue } from '../../functions/rotate-key/rotate-when-due.ts';
import { FakeSecrets, named } from './key-secrets.ts';

const [hour, day] = [3_600_000, 86_400_000];
const secretId = 'control-key';
const event = (n: number) => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;

let now: number;
let secrets: FakeSecrets;

const check = (n: number, days = 30) =>
  rotateWhenDue(secrets.client, { secretId, days, now, version: event(n) });

beforeEach(() => {
  now = Date.parse('2026-01-01T00:00:00.000Z');
  secrets = new FakeSecrets(() => now);
  secrets.put('first-key');
});

describe('the hourly check', () => {
  test('leaves a key that is not old enough, and reads none', async () => {
    now += 30 * day - 1;

    expect(await check(1)).toMatchObject({ rotated: false });
    expect(secrets.current()).toBe('first-key');
    expect(secrets.calls).toEqual(['ListSecretVersionIds']);
  });

  test('changes a key that is, and keeps it as the previous one', async () => {
    now += 30 * day;

    expect(await check(1)).toEqual({ rotated: true, ageDays: 30 });
    expect(secrets.current()).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(secrets.previous()).toBe('first-key');
  });

  test('counts from a change by hand', async () => {
    now += 29 * day;
    secrets.put('by-hand');
    now += 2 * day;
    await check(1);
    expect(secrets.current()).toBe('by-hand');
    now += 28 * day;
    await check(2);
    expect(secrets.previous()).toBe('by-hand');
  });

  test('of an event that comes twice changes the key once', async () => {
    now += 30 * day;
    const [first, second] = await Promise.all([check(1), check(1)]);

    expect([first.rotated, second.rotated]).toEqual([true, true]);
    expect(secrets.previous()).toBe('first-key');
  });

  test('makes a key that nobody had before', async () => {
    const keys = new Set<string | undefined>();
    for (let n = 1; n <= 20; n += 1) {
      now += 30 * day;
      await check(n);
      keys.add(secrets.current());
    }

    expect(keys.size).toBe(20);
  });

  test('fails where there is no key, and where it may not change it', async () => {
    now += 30 * day;
    const empty = new FakeSecrets(() => now);
    await expect(findKeyVersions(empty.client, secretId)).rejects.toThrow(
      'The secret control-key has no current version: put a control key in with aws secretsmanager put-secret-value.',
    );
    secrets.failure = named('AccessDeniedException');
    await expect(check(1)).rejects.toThrow('AccessDeniedException');
    await expect(putNewKey(secrets.client, secretId, event(2))).rejects.toThrow('AccessDeniedException');
  });
});

describe('a change by hand', () => {
  const change = (revoke = false) => rotateNow(secrets.client, secretId, { revoke, now });

  test('is made at once, and says until when the old key is good', async () => {
    const { version, previousKeyUntil } = await change();

    expect(await findKeyVersions(secrets.client, secretId)).toMatchObject({ current: version, madeAt: now });
    expect(secrets.previous()).toBe('first-key');
    expect(previousKeyUntil.getTime()).toBe(now + previousKeyMs);
    const good = secretKeyProvider(secretId, { now: () => now }, secrets.client);
    expect(await good('first-key')).toContain('first-key');
    now = previousKeyUntil.getTime();
    expect(await good('first-key')).not.toContain('first-key');
  });

  test('is refused while the key before the current one has time, and changes nothing', async () => {
    await change();
    const second = secrets.current();
    now += previousKeyMs - 1;

    await expect(change()).rejects.toThrow(PreviousKeyInUseError);
    await expect(change()).rejects.toThrow(
      /is good until 2026-01-02T00:00:00\.000Z: wait until then, or add --revoke/,
    );
    expect(secrets.current()).toBe(second);
    now += 1;
    await change();
    expect(secrets.previous()).toBe(second);
  });

  test('that revokes ends the old key at once, for functions that have just started', async () => {
    await change();
    const leaked = secrets.current() ?? '';
    const { previousKeyUntil } = await change(true);
    const fresh = secretKeyProvider(secretId, { now: () => now }, secrets.client);

    expect(previousKeyUntil.getTime()).toBe(now);
    expect(await fresh(leaked)).toEqual([secrets.current()]);
    expect(await fresh('first-key')).toEqual([secrets.current()]);
  });

  test('that revokes ends it within a minute for functions that know it', async () => {
    const good = secretKeyProvider(secretId, { now: () => now }, secrets.client);
    await good('first-key');
    await change(true);
    now += 60_000;

    expect(await good('first-key')).toEqual([secrets.current()]);
  });

  test('after one that revoked need not wait', async () => {
    await change(true);
    now += hour;

    expect((await change()).previousKeyUntil.getTime()).toBe(now + previousKeyMs);
  });
});

describe('with a change every day', () => {
  test('there is never a moment at which a key of the last 24 hours is refused', async () => {
    const provider = secretKeyProvider(secretId, { now: () => now }, secrets.client);
    const known = new Map<string, number>([['first-key', now]]);
    for (let n = 1; n <= 24 * 4; n += 1) {
      now += hour;
      await check(n, 1);
      const current = secrets.current() ?? '';
      if (!known.has(current)) known.set(current, now);
      const replacedAt = [...known.values()].slice(1);
      for (const [index, key] of [...known.keys()].entries()) {
        const endsAt = (replacedAt[index] ?? Number.POSITIVE_INFINITY) + previousKeyMs;
        expect((await provider(key)).includes(key)).toBe(now < endsAt);
      }
    }
    expect(known.size).toBe(5);
  });
});
