import { beforeEach, describe, expect, test } from 'vitest';
import { requireControlKey } from '../../functions/control/key.ts';
import { Problem } from '../../functions/control/problem.ts';
import { previousKeyMs, secretKeyProvider } from '../../functions/control/secret.ts';
import { FakeSecrets, named } from './key-secrets.ts';

const [second, hour] = [1_000, 3_600_000];

let now: number;
let secrets: FakeSecrets;
type Send = (headers: Record<string, string>) => Promise<Response>;

let ask: (key?: string) => Promise<number>;

/** A function that has just started. */
function start(): typeof ask {
  const send = serve();
  return async (key) => (await send(key === undefined ? {} : { authorization: `Bearer ${key}` })).status;
}

function serve(): Send {
  const provider = secretKeyProvider('control-key', { now: () => now }, secrets.client);
  return (headers) =>
    requireControlKey(new Request('http://emulator/', { headers }), provider).then(
      () => new Response('in'),
      (error) => (error instanceof Problem ? error.toResponse() : new Response(null, { status: 500 })),
    );
}

const reads = () => secrets.calls.length;

beforeEach(() => {
  now = Date.parse('2026-01-01T00:00:00.000Z');
  secrets = new FakeSecrets(() => now);
  secrets.put('first-key');
  ask = start();
});

describe('the control key', () => {
  test('is the text of the secret', async () => {
    expect(await ask('first-key')).toBe(200);
    expect(await ask('First-key')).toBe(401);
    expect(await ask('first-ke')).toBe(401);
  });

  test('may end with the line break that an editor leaves', async () => {
    secrets.put('with-line-break\n');

    expect(await ask('with-line-break')).toBe(200);
  });

  test('is not looked up for a caller who sends none', async () => {
    expect(await ask()).toBe(401);
    expect(reads()).toBe(0);
  });

  test('is read once a minute, however often it is sent', async () => {
    for (let elapsed = 0; elapsed < 60; elapsed += 1) {
      expect(await ask('first-key')).toBe(200);
      now += second;
    }
    const readsOfOneMinute = reads();
    await ask('first-key');

    expect(readsOfOneMinute).toBe(2);
    expect(reads()).toBe(4);
  });

  test('is read with one call a look when the key before it has no time left', async () => {
    now += previousKeyMs;
    for (const _ of [1, 2, 3]) {
      expect(await ask('first-key')).toBe(200);
      now += 60 * second;
    }

    expect(secrets.calls).toEqual(['GetSecretValue', 'GetSecretValue', 'GetSecretValue']);
  });

  test('that is wrong costs at most one look every two seconds', async () => {
    await ask('first-key');
    secrets.calls.length = 0;
    for (let elapsed = 0; elapsed < 20 * second; elapsed += 100) {
      now += 100;
      expect(await ask(`guess-${elapsed}`)).toBe(401);
    }

    expect(reads()).toBe(10 * 2);
  });

  test('that is wrong is looked up once by many who come at once', async () => {
    const statuses = await Promise.all(Array.from({ length: 20 }, (_, index) => ask(`guess-${index}`)));

    expect(new Set(statuses)).toEqual(new Set([401]));
    expect(reads()).toBe(2);
  });
});

describe('after a rotation', () => {
  beforeEach(async () => {
    await ask('first-key');
    now += 10 * second;
    secrets.put('second-key');
  });

  test('the new key is good at once, in functions that know the old one too', async () => {
    expect(await ask('second-key')).toBe(200);
    expect(await start()('second-key')).toBe(200);
  });

  test('the old key is good until its time is up, to the millisecond, and no longer', async () => {
    expect(await ask('first-key')).toBe(200);
    now += previousKeyMs - 1;
    expect(await ask('first-key')).toBe(200);
    now += 1;
    expect(await ask('first-key')).toBe(401);
    expect(await start()('first-key')).toBe(401);
    expect(await ask('second-key')).toBe(200);
  });

  test('the old key ends with the next rotation', async () => {
    now += hour;
    secrets.put('third-key');
    now += 61 * second;

    expect(await ask('first-key')).toBe(401);
    expect(await ask('second-key')).toBe(200);
    expect(await ask('third-key')).toBe(200);
  });

  test('a function that reads while the key changes knows both', async () => {
    let isFirst = true;
    secrets.beforeRead = (stage) => {
      if (stage !== 'AWSPREVIOUS' || !isFirst) return;
      isFirst = false;
      secrets.put('third-key');
    };
    const fresh = start();

    expect(await fresh('third-key')).toBe(200);
    expect(await fresh('second-key')).toBe(200);
  });
});

describe('a secret that holds no key', () => {
  test.each([
    ['nothing', undefined],
    ['an empty text', ''],
    ['blanks', ' \n '],
  ])('but %s lets nobody in, and says what to do', async (_, value) => {
    secrets.put(value);
    const provider = secretKeyProvider('control-key', { now: () => now }, secrets.client);

    await expect(provider('x')).rejects.toThrow(
      'The secret control-key holds no control key: put one in as text, such as with npm run rotate-key.',
    );
    expect(await ask(value ?? 'x')).not.toBe(200);
    expect(await ask('first-key')).toBe(500);
  });

  test('before the current one does no harm', async () => {
    secrets.put(undefined);
    secrets.put('third-key');

    expect(await ask('third-key')).toBe(200);
    expect(await ask('first-key')).toBe(401);
  });
});

describe('where Secrets Manager fails', () => {
  test('a known key is good for the rest of its minute, and again when it answers', async () => {
    await ask('first-key');
    secrets.failure = named('InternalServiceError');
    now += 59 * second;
    expect(await ask('first-key')).toBe(200);
    now += second;
    expect(await ask('first-key')).toBe(500);
    expect(await ask('first-key')).toBe(500);
    secrets.failure = undefined;
    expect(await ask('first-key')).toBe(200);
  });

  test('a function without the right to read lets nobody in', async () => {
    secrets.failure = named('AccessDeniedException');

    expect(await ask('first-key')).toBe(500);
  });
});

describe('a refusal', () => {
  let send: Send;

  beforeEach(() => {
    send = serve();
  });

  const detailFor = async (authorization?: string): Promise<string> => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const problem = (await (await send(headers)).json()) as { code: string; detail: string };
    expect(problem.code).toBe('unauthorized');
    return problem.detail;
  };

  test.each([undefined, '', 'Bearer', 'Bearer ', 'first-key', 'Basic first-key'])(
    'of the header %o, which holds no key, says what to send',
    async (authorization) => {
      expect(await detailFor(authorization)).toBe(
        'Send the control key as "Authorization: Bearer <control key>".',
      );
      expect(reads()).toBe(0);
    },
  );

  test('of a key that is wrong or no longer good says where to read the one that is, and quotes none', async () => {
    const where =
      /^The control key is not, or is no longer, .* from the secret that "npm run url -- --env NAME" names/;
    expect(await detailFor('Bearer guess')).toMatch(where);
    secrets.put('second-key');
    now += previousKeyMs;
    const detail = await detailFor('Bearer first-key');

    expect(detail).toMatch(where);
    expect(detail).not.toMatch(/(first|second)-key/);
  });
});
