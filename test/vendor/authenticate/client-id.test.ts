import { describe, expect, test } from 'vitest';
import type { SettingsInput } from '../../../functions/domain/settings.ts';
import { namedClientId, readClientIds } from '../../../functions/vendor/authenticate/client-id.ts';
import { ask, clientId, newApp, refusalOf, sign } from './fixture.ts';

describe('the client id that a token gives', () => {
  test.each<[string, Record<string, unknown>, string | undefined]>([
    ['the first of its claims', { kore_iss: 'd', clientId: 'c', iss: 'b', appId: 'a' }, 'a'],
    ['the next where one is null', { appId: null, iss: 'b', clientId: 'c' }, 'b'],
    ['the next where one is absent', { clientId: 'c', kore_iss: 'd' }, 'c'],
    ['none where no claim may hold it', { sub: 'a' }, undefined],
    ['none where the first is empty', { appId: '', iss: 'b' }, undefined],
    ['none where the first is no text', { appId: ['a'], iss: 'b' }, undefined],
    ['none where the first is too long', { appId: 'x'.repeat(257), iss: 'b' }, undefined],
  ])('is %s', (_what, claims, expected) => {
    expect(namedClientId(claims)).toBe(expected);
  });

  test('is one of several, of which those are left out that are none', () => {
    expect(readClientIds({ kore_iss: 'd', clientId: 7, iss: '', appId: 'a' })).toEqual([
      { claim: 'appId', clientId: 'a' },
      { claim: 'kore_iss', clientId: 'd' },
    ]);
  });

  test.each([[['cs-1']], [{}], [false]])('is none that is %j', async (appId) => {
    expect(await refusalOf({ app: newApp() }, await sign(newApp(), { appId }))).toEqual([
      'invalidCredentials',
      'client_unknown',
      'The claim appId is not a client id.',
    ]);
  });
});

describe('the setting clientIdClaim', () => {
  const any: SettingsInput = { clientIdClaim: 'any' };

  test.each<[string, SettingsInput, Record<string, unknown>, string | undefined]>([
    ['any: the first that is known', any, { appId: 'x', iss: 'y', clientId }, undefined],
    ['any: the first of all', any, { appId: clientId, iss: 'y' }, undefined],
    ['any: none that is known', any, { appId: 'x', iss: 'y' }, 'client_unknown'],
    ['any: one alone', any, { appId: 'x' }, 'client_unknown'],
    ['first: only the first', { clientIdClaim: 'first' }, { appId: 'x', iss: clientId }, 'client_unknown'],
    ['as it is where nobody sets it', {}, { appId: 'x', iss: clientId }, 'client_unknown'],
  ])('%s', async (_what, settings, claims, code) => {
    const app = newApp();
    const token = await sign(app, { appId: undefined, ...claims });

    expect((await refusalOf({ app, settings }, token))?.[1]).toBe(code);
    if (code === undefined) expect(await ask({ app, settings }, token)).toMatchObject({ app });
  });
});

describe('the setting koreIss', () => {
  const refuse: SettingsInput = { koreIss: 'refuse' };
  const missing = [
    'invalidCredentials',
    'client_id_missing',
    'The token names no client: put the client id into the claim appId (or iss, clientId, kore_iss).',
  ];

  test.each<[string, SettingsInput, Record<string, unknown>, string[] | undefined]>([
    ['refuse: kore_iss is as if it named nobody', refuse, { kore_iss: clientId }, missing],
    ['refuse: other claims count as before', refuse, { iss: clientId }, undefined],
    ['accept', { koreIss: 'accept' }, { kore_iss: clientId }, undefined],
  ])('%s', async (_what, settings, claims, refusal) => {
    const app = newApp();

    const token = await sign(app, { appId: undefined, ...claims });
    expect(await refusalOf({ app, settings }, token)).toEqual(refusal);
  });
});
