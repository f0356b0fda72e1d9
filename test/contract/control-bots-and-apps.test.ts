import { describe, expect, it } from 'vitest';
import type { Account, App } from './support/account.ts';
import { found, refused } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { fieldsOf, problem } from './support/problem.ts';
import { makeRow } from './support/rows.ts';
import { sign } from './support/tokens.ts';

const emulator = useEmulator();

const appsOf = async (account: Account): Promise<(App & { bots?: { botId: string }[] })[]> =>
  (await account.control<{ apps: App[] }>('GET', '')).apps;

describe('bots', () => {
  it('[emulator] PATCH gives another name; an unknown bot is 404', async () => {
    const account = await emulator.createAccount();
    const path = `/bots/${account.botId()}`;
    const changed = { botId: account.botId(), name: 'Support' };
    expect(await account.call('PATCH', path, { name: 'Support' })).toMatchObject({
      status: 200,
      body: changed,
    });
    expect(await account.call('PATCH', path)).toMatchObject({ status: 200, body: changed });
    expect((await account.control<{ bots: unknown[] }>('GET', '')).bots).toEqual([changed]);
    expect(await account.call('PATCH', '/bots/st-none', { name: 'x' })).toEqual(
      problem(404, 'bot_not_found'),
    );
    const refusal = await account.call('PATCH', path, { botId: 'st-2' });
    expect(fieldsOf(refusal)).toEqual(['botId']);
  });

  it('[emulator] DELETE takes it away with its sessions, from apps too, and is safe to repeat', async () => {
    const account = await emulator.createAccount({ bots: [{ botId: 'st-1' }, { botId: 'st-2' }] });
    await account.importRows([makeRow('st-1', 1), makeRow('st-2', 2), makeRow('st-2', 3)]);
    expect(await account.call('DELETE', '/bots/st-2')).toMatchObject({
      status: 200,
      body: { deleted: 2, settled: true },
    });
    expect(await account.ask({ botId: 'st-2' })).toEqual(refused('invalidCredentials', 'bot_not_linked'));
    const admin = account.appOf('admin');
    expect(await account.ask({ botId: 'st-2', app: admin })).toEqual(refused('unknownBot', 'bot_unknown'));
    expect(await account.ask({ route: 'account' })).toEqual(found([makeRow('st-1', 1)]));
    expect((await appsOf(account))[0]?.bots?.map(({ botId }) => botId)).toEqual(['st-1']);
    expect((await account.call('DELETE', '/bots/st-2')).body).toEqual({ deleted: 0, settled: true });
    // Made again, it has nothing of before.
    await account.control('POST', '/bots', { botId: 'st-2', apps: 'all' });
    expect(await account.ask({ botId: 'st-2' })).toEqual(found([]));
  });

  it('[emulator] a new bot can be linked to builder apps that are there', async () => {
    const account = await emulator.createAccount({
      bots: [{ botId: 'st-1' }],
      apps: [{ kind: 'builder' }, { kind: 'builder', bots: [] }, { kind: 'admin' }],
    });
    const [first, second, admin] = [account.app(0), account.app(1), account.app(2)];
    const bot = { botId: 'st-2', apps: [second.clientId] };
    expect((await account.call('POST', '/bots', bot)).body).toEqual({
      botId: 'st-2',
      name: expect.any(String),
    });
    expect(await account.ask({ botId: 'st-2', app: second })).toEqual(found([]));
    expect(await account.ask({ botId: 'st-2', app: first })).toMatchObject({ status: 401 });
    await account.control('POST', '/bots', { botId: 'st-3', apps: 'all' });
    for (const app of [first, second]) expect(await account.ask({ botId: 'st-3', app })).toEqual(found([]));

    for (const clientId of ['cs-none', admin.clientId]) {
      const refusal = await account.call('POST', '/bots', { botId: 'st-4', apps: [clientId] });
      expect(refusal).toEqual(problem(400, 'invalid_request'));
      expect(fieldsOf(refusal)).toEqual(['apps.0']);
    }
    expect(await account.ask({ botId: 'st-4', app: admin })).toEqual(refused('unknownBot', 'bot_unknown'));
  });
});

describe('apps', () => {
  it('[emulator] PATCH: another secret, and tokens signed with the one before are refused at once', async () => {
    const account = await emulator.createAccount();
    const app = account.appOf('builder');
    const token = await sign(app);
    expect(await account.ask({ token })).toEqual(found([]));
    const clientSecret = 'another secret of the app';
    expect(await account.call('PATCH', `/apps/${app.clientId}`, { clientSecret })).toMatchObject({
      status: 200,
      body: { ...app, clientSecret },
    });
    expect(await account.ask({ token })).toEqual(refused('invalidCredentials', 'signature_invalid'));
    expect(await account.ask({ app: { ...app, clientSecret } })).toEqual(found([]));
  });

  it('[emulator] PATCH: links, scopes, algorithms and what is enforced; the rest stays', async () => {
    const account = await emulator.createAccount({ bots: [{ botId: 'st-1' }, { botId: 'st-2' }] });
    const [builder, admin] = [account.appOf('builder'), account.appOf('admin')];
    const change = (app: App, body: unknown) => account.call('PATCH', `/apps/${app.clientId}`, body);
    const links = [{ botId: 'st-2', scopes: [] }];
    expect((await change(builder, { bots: links })).body).toEqual({ ...builder, bots: links });
    expect(await account.ask({ botId: 'st-1' })).toMatchObject({ status: 401 });
    expect((await change(builder, { bots: ['st-1'] })).body).toMatchObject({
      bots: [{ botId: 'st-1', scopes: ['bot_sessions:read', 'chat_history:read'] }],
    });
    expect(await account.ask({ botId: 'st-1' })).toEqual(found([]));
    await change(builder, { enforceJti: true });
    expect(await account.ask({ botId: 'st-1' })).toMatchObject({ reason: 'jti_missing' });
    await change(builder, { enforceJti: false, algorithms: ['HS512'] });
    expect(await account.ask({ botId: 'st-1' })).toMatchObject({ reason: 'algorithm_not_allowed' });
    await change(admin, { scopes: [], name: 'Console' });
    expect(await account.ask({ route: 'account' })).toMatchObject({ reason: 'scope_not_granted' });
    expect((await appsOf(account)).map(({ clientId }) => clientId)).toEqual([
      builder.clientId,
      admin.clientId,
    ]);
  });

  it.each<[string, 'builder' | 'admin', unknown]>([
    ['clientId', 'admin', { clientId: 'cs-other' }],
    ['kind', 'admin', { kind: 'builder' }],
    ['bots', 'admin', { bots: [] }],
    ['scopes', 'builder', { scopes: [] }],
    ['bots.0', 'builder', { bots: ['st-none'] }],
    ['publicKey', 'builder', { algorithms: ['RS256'] }],
    ['clientSecret', 'admin', { clientSecret: 'short' }],
  ])('[emulator] PATCH names what is wrong: %s of a %s app', async (field, kind, body) => {
    const account = await emulator.createAccount();
    const { clientId } = account.appOf(kind);
    const refusal = await account.call('PATCH', `/apps/${clientId}`, body);
    expect(refusal).toEqual(problem(400, 'invalid_request'));
    expect(fieldsOf(refusal)).toEqual([field]);
    expect(await account.ask()).toEqual(found([]));
  });

  it('[emulator] DELETE: its tokens are refused at once, the client id is free, and it is safe to repeat', async () => {
    const [account, other] = [await emulator.createAccount(), await emulator.createAccount()];
    const app = account.appOf('builder');
    const token = await sign(app);
    expect(await account.ask({ token })).toEqual(found([]));
    for (const _ of ['once', 'again']) {
      expect(await account.call('DELETE', `/apps/${app.clientId}`)).toMatchObject({ status: 204 });
    }
    expect(await account.ask({ token })).toEqual(refused('invalidCredentials', 'client_unknown'));
    expect(await account.call('PATCH', `/apps/${app.clientId}`, {})).toEqual(problem(404, 'app_not_found'));
    expect(await account.ask({ route: 'account' })).toEqual(found([]));

    const { clientId } = app;
    expect(await other.call('POST', '/apps', { kind: 'builder', clientId })).toMatchObject({ status: 201 });
    expect(await account.ask({ token })).toEqual(refused('invalidCredentials', 'signature_invalid'));
    // It belongs to another account by now.
    expect(await account.call('DELETE', `/apps/${clientId}`)).toMatchObject({ status: 204 });
    expect(await account.ask({ token })).toEqual(refused('invalidCredentials', 'signature_invalid'));
  });
});

describe('what is taken back', () => {
  it('[emulator] an expiry, by null', async () => {
    const account = await emulator.createAccount({ expiresInSeconds: 3600 });
    expect(await account.control('GET', '')).toHaveProperty('expiresAt');
    const changed = await account.control('PATCH', '', { expiresInSeconds: null });
    expect(changed).not.toHaveProperty('expiresAt');
    expect(await account.control('GET', '')).toEqual(changed);
    await account.control('PATCH', '', { settings: { maxLimit: 5 } });
    expect(await account.control('GET', '')).not.toHaveProperty('expiresAt');
  });

  it('[emulator] single settings, by null, unless null is a value of theirs', async () => {
    const account = await emulator.createAccount({
      settings: { defaultLimit: 7, maxLimit: 9, sessionTagsMaxAgeDays: 3 },
    });
    const settings = async (change: unknown): Promise<Record<string, unknown>> =>
      (await account.control<{ settings: Record<string, unknown> }>('PATCH', '', { settings: change }))
        .settings;
    expect(await settings({ defaultLimit: null, requireExp: true })).toMatchObject({
      defaultLimit: 100,
      maxLimit: 9,
      requireExp: true,
      maxWindowDays: 7,
    });
    expect(
      await settings({ maxWindowDays: null, sessionTagsMaxAgeDays: null, oversizedLimit: null }),
    ).toMatchObject({
      maxWindowDays: null,
      sessionTagsMaxAgeDays: null,
      oversizedLimit: 'clamp',
    });
  });

  it('[emulator] single entries of errors at the same time, and none of the changes is lost', async () => {
    const names = ['internal', 'notFound', 'validation', 'notAJwt', 'unknownBot', 'wrongMethod'] as const;
    const account = await emulator.createAccount({ settings: { errors: { windowTooLong: { code: 1 } } } });
    await Promise.all(
      names.map((name, code) =>
        account.control('PATCH', '', { settings: { errors: { [name]: { code }, windowTooLong: null } } }),
      ),
    );
    const { settings } = await account.control<{ settings: { errors: unknown } }>('GET', '');
    expect(settings.errors).toEqual(Object.fromEntries(names.map((name, code) => [name, { code }])));
  });

  it('[emulator] single entries of errors, by null; without null all are replaced', async () => {
    const account = await emulator.createAccount({
      settings: { errors: { internal: { msg: 'Oh' }, notFound: { status: 410 } } },
    });
    const errors = async (change: unknown): Promise<unknown> =>
      (
        await account.control<{ settings: { errors: unknown } }>('PATCH', '', {
          settings: { errors: change },
        })
      ).settings.errors;
    expect(await errors({ internal: null, validation: { status: 400 } })).toEqual({
      notFound: { status: 410 },
      validation: { status: 400 },
    });
    expect(await errors({ internal: { code: 5 } })).toEqual({ internal: { code: 5 } });
    expect(await errors({ validation: null })).toEqual({ internal: { code: 5 } });
    expect(await errors(null)).toEqual({});
    expect(await account.call('PATCH', '', { settings: { errors: { nothing: null } } })).toEqual(
      problem(400, 'invalid_request'),
    );
  });
});
