import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flawNames } from '../../../functions/control/tokens/flaws.ts';
import { type DescribedEmulator, startDescribed } from './described-emulator.ts';

let emulator: DescribedEmulator;

beforeAll(async () => {
  emulator = await startDescribed();
});

afterAll(() => emulator.close());

describe('answers of the control API are as it says', () => {
  test('health and the document', async () => {
    await emulator.ask('GET', '/_emulator/health');
    await emulator.ask('GET', '/_emulator/openapi.json');
  });

  test('accounts, bots and apps', async () => {
    const { path, accountId } = await emulator.makeAccount({
      apps: [{ kind: 'builder', enforceJwe: true }, { kind: 'admin' }],
      rateLimit: 'vendor',
      expiresInSeconds: 3600,
    });
    await emulator.ask('POST', '/_emulator/accounts', { accountId });
    await emulator.ask('POST', '/_emulator/accounts', { bots: 5 });
    await emulator.ask('POST', '/_emulator/accounts', '{');
    await emulator.ask('POST', '/_emulator/accounts', '"'.repeat(4_100_000));
    await emulator.ask('GET', path);
    await emulator.ask('GET', path, undefined, 'wrong');
    await emulator.ask('GET', '/_emulator/accounts/nobody');
    await emulator.ask('PATCH', path, {
      settings: { errors: { internal: { status: 502 } } },
      rateLimit: 'off',
    });
    await emulator.ask('PATCH', path, { settings: { limit: 1 } });
    await emulator.ask('POST', `${path}/bots`, { botId: 'st-1' });
    await emulator.ask('POST', `${path}/bots`, { botId: 'st-1' });
    await emulator.ask('POST', `${path}/apps`, { kind: 'builder', clientId: `cs-${accountId}` });
    await emulator.ask('POST', `${path}/apps`, { kind: 'admin', clientId: `cs-${accountId}` });
    await emulator.ask('POST', `${path}/bots`, { botId: 'st-2', apps: [`cs-${accountId}`] });
    await emulator.ask('POST', `${path}/bots`, { apps: ['cs-none'] });
    await emulator.ask('PATCH', `${path}/bots/st-1`, { name: 'One' });
    await emulator.ask('PATCH', `${path}/bots/st-none`, {});
    await emulator.ask('DELETE', `${path}/bots/st-1`);
    await emulator.ask('PATCH', `${path}/apps/cs-${accountId}`, { publicKey: null, bots: ['st-2'] });
    await emulator.ask('PATCH', `${path}/apps/cs-${accountId}`, { scopes: [] });
    await emulator.ask('PATCH', `${path}/apps/cs-none`, {});
    await emulator.ask('DELETE', `${path}/apps/cs-${accountId}`);
    await emulator.ask('PATCH', path, {
      settings: { maxLimit: null, errors: { internal: null } },
      expiresInSeconds: null,
    });
    await emulator.ask('DELETE', path);
  });

  test('sessions', async () => {
    const { path, bots } = await emulator.makeAccount();
    const row = { sessionId: 's1', botId: bots[0]?.botId, userId: 'u-1', start_time: '2026-03-01T09:00:00Z' };
    await emulator.ask('POST', `${path}/sessions`, [row, { ...row, botId: 'st-2' }, 5]);
    await emulator.ask('POST', `${path}/sessions`, 'x');
    await emulator.ask('POST', `${path}/sessions/generate`, { count: 5, offset: 1, limit: 2 });
    await emulator.ask('POST', `${path}/sessions/generate`, { scenario: 'ties' });
    await emulator.ask('POST', `${path}/sessions/generate`, { count: 50_000 });
    await emulator.ask('POST', `${path}/sessions/generate`, { scenario: 'none' });
    await emulator.ask('GET', `${path}/sessions?limit=2`);
    await emulator.ask('GET', `${path}/sessions?cursor=1.s1`);
    await emulator.ask('GET', `${path}/sessions?page=2`);
    await emulator.ask('GET', `${path}/sessions/summary?botId=${row.botId}&from=2026-03-01`);
    await emulator.ask('GET', `${path}/sessions/summary?botId=st-none`);
    await emulator.ask('GET', `${path}/sessions/s1`);
    await emulator.ask('GET', `${path}/sessions/s2`);
    await emulator.ask('PUT', `${path}/sessions/s1`, row);
    await emulator.ask('PUT', `${path}/sessions/s3`, { ...row, sessionId: 's3' });
    await emulator.ask('PUT', `${path}/sessions/s1`, []);
    await emulator.ask('DELETE', `${path}/sessions/s3`);
    await emulator.ask('DELETE', `${path}/sessions?sessionId=s1`);
    await emulator.ask('DELETE', `${path}/sessions?sessionType=interactive`);
    await emulator.ask('DELETE', `${path}/sessions`);
  });

  test('messages', async () => {
    const { path, bots } = await emulator.makeAccount();
    const row = { _id: 'ms-1', botId: bots[0]?.botId, createdOn: '2026-03-01T09:00:00Z' };
    await emulator.ask('POST', `${path}/messages`, [row, { ...row, _id: 'no id' }, 5]);
    await emulator.ask('POST', `${path}/messages`, 'x');
    await emulator.ask('GET', `${path}/messages?limit=1`);
    await emulator.ask('GET', `${path}/messages?cursor=1.s1`);
    await emulator.ask('GET', `${path}/messages?page=2`);
    await emulator.ask('DELETE', `${path}/messages?sessionId=s1`);
    await emulator.ask('DELETE', `${path}/messages?type=incoming`);
    await emulator.ask('DELETE', `${path}/messages`);
  });

  test('seeds, reset and snapshots', async () => {
    const { path } = await emulator.makeAccount({ seed: 'ties' });
    await emulator.ask('GET', '/_emulator/accounts?limit=1');
    await emulator.ask('GET', '/_emulator/accounts?limit=0');
    await emulator.ask('PUT', `${path}/snapshots/one`);
    await emulator.ask('PUT', `${path}/snapshots/one`);
    await emulator.ask('PUT', `${path}/snapshots/one`, { sessions: 1 });
    await emulator.ask('GET', `${path}/snapshots`);
    await emulator.ask('POST', `${path}/reset`, { to: 'empty' });
    await emulator.ask('POST', `${path}/reset`, { to: 'start' });
    await emulator.ask('POST', `${path}/snapshots/one/restore`);
    await emulator.ask('POST', `${path}/snapshots/two/restore`);
    await emulator.ask('DELETE', `${path}/snapshots/one`);
  });

  test('templates', async () => {
    const { accountId } = await emulator.makeAccount({ seed: 'ties' });
    await emulator.ask('PUT', '/_emulator/templates/one', { from: { accountId } });
    await emulator.ask('PUT', '/_emulator/templates/one', { from: {} });
    await emulator.ask('GET', '/_emulator/templates');
    await emulator.makeAccount({ from: { template: 'one' } });
    await emulator.ask('DELETE', '/_emulator/templates/one');
    await emulator.ask('POST', '/_emulator/accounts', { from: { template: 'one' } });
  });

  test('clock', async () => {
    const { path } = await emulator.makeAccount();
    for (const change of [
      { mode: 'frozen', now: '2026-03-01' },
      { advance: 'PT15M' },
      { mode: 'offset', by: '-P1D' },
      { mode: 'real' },
      { mode: 'broken' },
    ]) {
      await emulator.ask('PUT', `${path}/clock`, change);
      await emulator.ask('GET', `${path}/clock`);
    }
  });

  test('faults and the journal', async () => {
    const { path, bots, apps } = await emulator.makeAccount();
    const effects = [
      { error: 'internal' },
      { error: { status: 418, body: { teapot: [true, null, 1.5, 'x'] } } },
      { delay: 1 },
      { malformed: true },
      { truncate: 5, headers: { 'Retry-After': '5' } },
      { shuffle: 'seed' },
      { headers: { 'X-Request-Id': 'x' } },
    ];
    await emulator.ask(
      'PUT',
      `${path}/faults`,
      effects.map((effect) => ({ effect, times: 1 })),
    );
    await emulator.ask('PUT', `${path}/faults`, [{ effect: { error: 'nothing' } }]);
    await emulator.ask('GET', `${path}/faults`);
    await emulator.ask('GET', `${path}/faults/counts`);
    await emulator.ask('GET', `${path}/rate-limits`);
    await emulator.ask('PATCH', path, { rateLimit: 'vendor' });
    await emulator.ask('GET', `${path}/rate-limits`);
    const minted = await emulator.ask('POST', `${path}/tokens`, { clientId: apps[0]?.clientId });
    const { token } = (await minted.json()) as { token: string };
    const vendorPath = `/api/public/bot/${bots[0]?.botId}/getSessions`;
    for (const body of ['{"limit":1,"limitt":2}', '{', '{"limit":0}', undefined, undefined, undefined]) {
      await emulator.request(vendorPath, {
        method: 'POST',
        headers: { auth: token },
        ...(body ? { body } : {}),
      });
    }
    const journal = await emulator.ask('GET', `${path}/requests?limit=3`);
    const { requests, next } = (await journal.json()) as { requests: unknown[]; next: string };
    expect(requests).toHaveLength(3);
    await emulator.ask('GET', `${path}/requests?cursor=${next}`);
    await emulator.ask('GET', `${path}/requests?page=2`);
    await emulator.ask('POST', `${path}/explain`, { botId: bots[0]?.botId, withAnswer: true });
    await emulator.ask('POST', `${path}/explain`, { botId: bots[0]?.botId, body: { limit: 0 } });
    await emulator.ask('POST', `${path}/explain`, { botId: bots[0]?.botId, clientId: 'cs-none' });
    await emulator.ask('POST', `${path}/explain`, {});
    await emulator.ask('DELETE', `${path}/requests`);
    await emulator.request(vendorPath, { method: 'POST' });
    await emulator.ask('GET', '/_emulator/requests?limit=1');
    await emulator.ask('GET', '/_emulator/requests?page=2');
    await emulator.ask('DELETE', '/_emulator/requests');
    await emulator.ask('DELETE', `${path}/faults`);
  });

  test('tokens', async () => {
    const { path, apps } = await emulator.makeAccount({
      apps: [{ kind: 'admin', enforceJti: true, enforceJwe: true }, { kind: 'admin' }],
    });
    for (const { clientId } of apps) {
      for (const flaw of [undefined, ...flawNames])
        await emulator.ask('POST', `${path}/tokens`, { clientId, flaw });
    }
    await emulator.ask('POST', `${path}/tokens`, { clientId: 'cs-nobody' });
  });
});

test('holds an answer with a field that it does not have for wrong', async () => {
  const made = await emulator.ask('POST', '/_emulator/accounts', {});
  const changed = Response.json({ ...((await made.json()) as object), more: 1 }, { status: 201 });

  expect(await emulator.api.complaintOf('POST', '/_emulator/accounts', changed)).toContain('more');
  const other = new Response('{}', { status: 418 });
  expect(await emulator.api.complaintOf('POST', '/_emulator/accounts', other)).toContain('418');
});

test('every operation of the control API has answered', () => {
  expect(emulator.withoutAnswer('/_emulator')).toEqual([]);
});
