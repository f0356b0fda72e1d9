import { createPrivateKey, createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SharedTable, startSharedTable } from './instances.ts';

let table: SharedTable;
beforeAll(async () => {
  table = await startSharedTable();
});
afterAll(() => table.close());

const instances = (count: number) => Array.from({ length: count }, () => table.startInstance().store);

describe('seen token ids', () => {
  const dataSet = { accountId: 'acc-1', epoch: 1 };
  const now = 1_000_000;

  test('an id is new once, whichever instance sees it', async () => {
    const [one, two] = instances(2);
    expect(await one?.seenTokens.use(dataSet, 'cs-1', 'a', now)).toBe(true);
    expect(await two?.seenTokens.use(dataSet, 'cs-1', 'a', now)).toBe(false);
    expect(await one?.seenTokens.use(dataSet, 'cs-1', 'a', now + 3_600_000)).toBe(false);
  });

  test('of several instances that see it at once one accepts it', async () => {
    const uses = instances(6).map((store) => store.seenTokens.use(dataSet, 'cs-1', 'race', now));
    expect((await Promise.all(uses)).filter(Boolean)).toHaveLength(1);
  });

  test('belongs to its account, data set and app', async () => {
    const [store] = instances(1);
    const use = (accountId: string, epoch: number, clientId: string) =>
      store?.seenTokens.use({ accountId, epoch }, clientId, 'same', now);
    expect(await use('acc-1', 1, 'cs-1')).toBe(true);
    expect(await use('acc-2', 1, 'cs-1')).toBe(true);
    expect(await use('acc-1', 2, 'cs-1')).toBe(true);
    expect(await use('acc-1', 1, 'cs-2')).toBe(true);
    expect(await use('acc-1', 1, 'cs-1')).toBe(false);
  });

  test.each([
    ['longer than a key may be', 'x'.repeat(5000)],
    ['of letters beyond ASCII', 'jeton-été-🙂'],
    ['half a surrogate pair', '\ud83d'],
    ['a blank', ' '],
  ])('may be %s', async (_what, jti) => {
    const [store] = instances(1);
    expect(await store?.seenTokens.use(dataSet, 'cs-3', jti, now)).toBe(true);
    expect(await store?.seenTokens.use(dataSet, 'cs-3', jti, now)).toBe(false);
    expect(await store?.seenTokens.use(dataSet, 'cs-3', `${jti}.`, now)).toBe(true);
  });
});

describe('the key pair for encrypted tokens', () => {
  test('is made once, whichever instance needs it first, and kept', async () => {
    const stores = instances(4);
    expect(await stores[0]?.jweKeyPair.read()).toBeUndefined();
    const pairs = await Promise.all(stores.map((store) => store.jweKeyPair.readOrCreate()));
    expect(new Set(pairs.map(({ publicKey }) => publicKey)).size).toBe(1);
    const [pair] = pairs;
    for (const store of [...stores, ...instances(1)]) expect(await store.jweKeyPair.read()).toEqual(pair);

    const publicPart = createPublicKey(createPrivateKey(pair?.privateKey ?? ''));
    expect(publicPart.export({ type: 'spki', format: 'pem' })).toBe(pair?.publicKey);
    expect(publicPart.asymmetricKeyDetails?.modulusLength).toBeGreaterThanOrEqual(2048);
  });
});
