import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { importPKCS8, type JWTPayload } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Account, App } from './support/account.ts';
import { type Answer, found, refused } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { nowSeconds } from './support/rows.ts';
import { encodePart, type SignOptions, sign } from './support/tokens.ts';

const emulator = useEmulator();
const accepted = found([]);
let account: Account;
let app: App;

beforeAll(async () => {
  account = await emulator.createAccount();
  app = account.appOf('builder');
});

const askWith = (token: string | null, headers: Record<string, string> = {}) =>
  account.ask({ token, headers });
const askClaims = async (claims: JWTPayload, options?: SignOptions) =>
  askWith(await sign(app, claims, options));

describe('where the token is', () => {
  it('[tokens.header] in the header auth, bare', async () => {
    expect(await askWith(await sign(app))).toEqual(accepted);
  });

  it('[tokens.header] header names have no case', async () => {
    expect(await askWith(null, { AUTH: await sign(app) })).toEqual(accepted);
    expect(await askWith(null, { Auth: await sign(app) })).toEqual(accepted);
  });

  it('[tokens.header] no Bearer before it', async () => {
    for (const word of ['Bearer', 'bearer', 'JWT']) {
      expect(await askWith(`${word} ${await sign(app)}`)).toEqual(
        refused('notAJwt', 'auth_header_not_a_jwt'),
      );
    }
  });

  it('[tokens.header] Authorization is not read', async () => {
    const token = await sign(app);
    const missing = refused('invalidCredentials', 'auth_header_missing');
    expect(await askWith(null, { authorization: token })).toEqual(missing);
    expect(await askWith(null, { authorization: `Bearer ${token}` })).toEqual(missing);
    expect(await askWith(token, { authorization: 'Bearer nonsense' })).toEqual(accepted);
  });
});

describe('the claim that holds the client id', () => {
  const names = ['appId', 'iss', 'clientId', 'kore_iss'];

  it.each(names)('[tokens.appId, tokens.iss, tokens.clientId, tokens.koreIss] %s', async (name) => {
    expect(await askClaims({ [name]: app.clientId })).toEqual(accepted);
  });

  it('[tokens.claimOrder] the first one present counts, in that order', async () => {
    for (const [index, first] of names.entries()) {
      for (const second of names.slice(index + 1)) {
        expect(await askClaims({ [second]: 'cs-unknown', [first]: app.clientId })).toEqual(accepted);
        expect(await askClaims({ [second]: app.clientId, [first]: 'cs-unknown' })).toEqual(
          refused('invalidCredentials', 'client_unknown'),
        );
      }
    }
  });

  it('[errors.invalidCredentials] none of them: Invalid SDK credentials', async () => {
    const expected = refused('invalidCredentials', 'client_id_missing');
    expect(await askClaims({})).toEqual(expected);
    expect(await askClaims({ sub: app.clientId, aud: app.clientId, appid: app.clientId })).toEqual(expected);
  });

  it.each([5, '', ' ', true, [], {}, 'CS-', '\u0000'])(
    '[errors.invalidCredentials] an unknown client id %j: Invalid SDK credentials',
    async (appId) => {
      expect(await askClaims({ appId })).toEqual(refused('invalidCredentials', 'client_unknown'));
    },
  );

  it('[errors.invalidCredentials] an unknown client id of 5,000 characters: Invalid SDK credentials', async () => {
    const appId = 'x'.repeat(5000);
    expect(await askClaims({ appId })).toEqual(refused('invalidCredentials', 'client_unknown'));
  });

  it("[emulator] client ids look like the vendor's, cs- and a uuid", () => {
    for (const { clientId } of account.apps) {
      expect(clientId).toMatch(/^cs-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    }
  });
});

describe('other claims', () => {
  it('[tokens.otherClaims] sub, aud, iat and jti are not required', async () => {
    expect(await askClaims({ appId: app.clientId })).toEqual(accepted);
  });

  it('[tokens.otherClaims] and may be there; a foreign aud is tolerated', async () => {
    const claims = { appId: app.clientId, sub: 'someone', iat: nowSeconds, jti: '1' };
    for (const aud of ['https://idproxy.kore.ai/authorize', 'https://bots.kore.ai', ['a', 'b']]) {
      expect(await askClaims({ ...claims, aud })).toEqual(accepted);
    }
  });

  it('[tokens.otherClaims] where jti is not enforced a token may be used again', async () => {
    const token = await sign(app, { appId: app.clientId, jti: 'the same' });
    expect(await askWith(token)).toEqual(accepted);
    expect(await askWith(token)).toEqual(accepted);
  });
});

describe('exp and nbf', () => {
  const withTimes = (times: JWTPayload) => askClaims({ appId: app.clientId, ...times });
  const expired = refused('invalidCredentials', 'token_expired');
  const early = refused('invalidCredentials', 'token_not_yet_valid');

  it('[tokens.exp, tokens.clockSkew] exp is honoured; no skew is tolerated', async () => {
    expect(await withTimes({ exp: nowSeconds + 1 })).toEqual(accepted);
    expect(await withTimes({ exp: nowSeconds + 0.5 })).toEqual(accepted);
    expect(await withTimes({ exp: nowSeconds })).toEqual(expired);
    expect(await withTimes({ exp: nowSeconds - 1 })).toEqual(expired);
    expect(await withTimes({ exp: 0 })).toEqual(expired);
    expect(await withTimes({ exp: -1 })).toEqual(expired);
  });

  it('[tokens.nbf, tokens.clockSkew] nbf is honoured; no skew is tolerated', async () => {
    expect(await withTimes({ nbf: nowSeconds - 1 })).toEqual(accepted);
    expect(await withTimes({ nbf: nowSeconds })).toEqual(accepted);
    expect(await withTimes({ nbf: nowSeconds + 1 })).toEqual(early);
  });

  it('[tokens.noExp] exp is not required, and may be far away', async () => {
    expect(await withTimes({})).toEqual(accepted);
    expect(await withTimes({ exp: nowSeconds + 10 * 365 * 86_400 })).toEqual(accepted);
  });

  it.each([{ exp: 'never' }, { exp: String(nowSeconds + 60) }, { nbf: 'now' }, { exp: null }, { nbf: [] }])(
    '[tokens.timesNotNumbers] %j is no time: Invalid SDK credentials',
    async (times) => {
      expect(await withTimes(times as unknown as JWTPayload)).toEqual(
        refused('invalidCredentials', 'token_claim_invalid'),
      );
    },
  );

  it("[tokens.exp, tokens.nbf] the account's clock decides", async () => {
    const moving = await emulator.createAccount();
    const mover = moving.appOf('builder');
    const claims = { appId: mover.clientId, nbf: nowSeconds + 60, exp: nowSeconds + 120 };
    const token = await sign(mover, claims);
    expect(await moving.ask({ token })).toEqual(early);
    await moving.setClock({ advance: 'PT1M' });
    expect(await moving.ask({ token })).toEqual(accepted);
    await moving.setClock({ advance: 'PT59.999S' });
    expect(await moving.ask({ token })).toEqual(accepted);
    await moving.setClock({ advance: 'PT0.001S' });
    expect(await moving.ask({ token })).toEqual(expired);
  });
});

describe('HS256', () => {
  it('[tokens.hs256] the secret is the literal string, never base64-decoded', async () => {
    expect(app.clientSecret).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    const claims = { appId: app.clientId };
    const decoded = Buffer.from(app.clientSecret, 'base64');
    expect(await askClaims(claims, { key: new TextEncoder().encode(app.clientSecret) })).toEqual(accepted);
    expect(await askClaims(claims, { key: new Uint8Array(decoded) })).toEqual(
      refused('invalidCredentials', 'signature_invalid'),
    );
  });

  it("[tokens.signature] another app's secret is a wrong signature", async () => {
    const { clientSecret } = account.appOf('admin');
    expect(await account.ask({ app: { ...app, clientSecret } })).toEqual(
      refused('invalidCredentials', 'signature_invalid'),
    );
  });

  it('[emulator] an app can be given its id and a secret of 8 characters or more', async () => {
    const clientId = `cs-contract-${Math.random().toString(36).slice(2)}`;
    const apps = [{ kind: 'builder', clientId, clientSecret: 'short-äö' }];
    const other = await emulator.createAccount({ apps });
    expect(other.app(0)).toMatchObject({ clientId, clientSecret: 'short-äö' });
    // jose signs with short secrets as the vendor's clients do.
    expect(await other.ask({ app: other.app(0) })).toEqual(accepted);
  });
});

describe('algorithms as options of an app', () => {
  let pem: string;
  let rs: Record<'RS256' | 'RS512' | 'foreign', SignOptions['key']>;
  let options: Account;

  const appFor = (algorithms: string) => {
    const position = ['HS512', 'RS256', 'RS512', 'HS256,RS256', 'HS256,HS512'].indexOf(algorithms);
    return options.app(position);
  };
  const askAs = async (algorithms: string, alg: string, key?: SignOptions['key']): Promise<Answer> => {
    const caller = appFor(algorithms);
    const token = await sign(caller, { appId: caller.clientId }, { alg, ...(key ? { key } : {}) });
    return options.ask({ token });
  };
  const notAllowed = refused('invalidCredentials', 'algorithm_not_allowed');
  const wrongSignature = refused('invalidCredentials', 'signature_invalid');

  const makeKeys = () =>
    promisify(generateKeyPair)('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });

  beforeAll(async () => {
    const [own, foreign] = await Promise.all([makeKeys(), makeKeys()]);
    pem = own.publicKey;
    rs = {
      RS256: await importPKCS8(own.privateKey, 'RS256'),
      RS512: await importPKCS8(own.privateKey, 'RS512'),
      foreign: await importPKCS8(foreign.privateKey, 'RS256'),
    };
    options = await emulator.createAccount({
      apps: [
        { kind: 'builder', algorithms: ['HS512'] },
        { kind: 'builder', algorithms: ['RS256'], publicKey: pem },
        { kind: 'builder', algorithms: ['RS512'], publicKey: pem },
        { kind: 'builder', algorithms: ['HS256', 'RS256'], publicKey: pem },
        { kind: 'builder', algorithms: ['HS256', 'HS512'] },
      ],
    });
  });

  it('[tokens.otherAlgorithms] HS512', async () => {
    expect(await askAs('HS512', 'HS512')).toEqual(accepted);
    expect(await askAs('HS256,HS512', 'HS512')).toEqual(accepted);
    expect(await askAs('HS256,HS512', 'HS256')).toEqual(accepted);
  });

  it('[tokens.otherAlgorithms] RS256 and RS512, with a public key uploaded', async () => {
    expect(await askAs('RS256', 'RS256', rs.RS256)).toEqual(accepted);
    expect(await askAs('RS512', 'RS512', rs.RS512)).toEqual(accepted);
    expect(await askAs('HS256,RS256', 'RS256', rs.RS256)).toEqual(accepted);
    expect(await askAs('HS256,RS256', 'HS256')).toEqual(accepted);
  });

  it('[tokens.algorithmNotAllowed] an algorithm that the app does not allow is refused', async () => {
    expect(await askAs('HS512', 'HS256')).toEqual(notAllowed);
    expect(await askAs('RS256', 'HS256')).toEqual(notAllowed);
    expect(await askAs('RS256', 'RS512', rs.RS512)).toEqual(notAllowed);
    expect(await askAs('RS512', 'RS256', rs.RS256)).toEqual(notAllowed);
    expect(await askAs('HS256,HS512', 'HS384')).toEqual(notAllowed);
    expect(await askAs('HS256,HS512', 'RS256', rs.RS256)).toEqual(notAllowed);
  });

  it('[tokens.signature] RS256 with another key: wrong signature', async () => {
    expect(await askAs('RS256', 'RS256', rs.foreign)).toEqual(wrongSignature);
  });

  it('[emulator] the public key is no secret to sign with', async () => {
    const key = new TextEncoder().encode(pem);
    expect(await askAs('RS256', 'HS256', key)).toEqual(notAllowed);
    expect(await askAs('HS256,RS256', 'HS256', key)).toEqual(wrongSignature);
  });

  it.each(['none', 'None', 'NONE', 'nOnE'])('[tokens.algorithmNotAllowed] alg %s is refused', async (alg) => {
    for (const caller of [app, ...options.apps]) {
      const unsigned = `${encodePart({ alg })}.${encodePart({ appId: caller.clientId })}.`;
      expect(await askWith(unsigned)).toEqual(notAllowed);
      expect(await askWith(`${unsigned}c2lnbmF0dXJl`)).toEqual(notAllowed);
    }
  });

  it.each([undefined, null, 5, {}, ['HS256'], '', 'hs256', 'ES256'])(
    '[tokens.algorithmNotAllowed] alg %j is refused',
    async (alg) => {
      const claims = encodePart({ appId: app.clientId });
      const answer = await askWith(`${encodePart({ alg })}.${claims}.c2lnbmF0dXJl`);
      expect([notAllowed, refused('notAJwt', 'auth_header_not_a_jwt')]).toContainEqual(answer);
    },
  );
});

describe('tokens that were tampered with', () => {
  const parts = async () => (await sign(app)).split('.') as [string, string, string];
  const wrongSignature = refused('invalidCredentials', 'signature_invalid');

  it('[tokens.signature] another payload: wrong signature', async () => {
    const [header, , signature] = await parts();
    const payload = encodePart({ appId: app.clientId, sub: 'someone else' });
    expect(await askWith(`${header}.${payload}.${signature}`)).toEqual(wrongSignature);
  });

  it('[tokens.signature] another header: wrong signature', async () => {
    const [, payload, signature] = await parts();
    const header = encodePart({ typ: 'JWT', alg: 'HS256' });
    expect(await askWith(`${header}.${payload}.${signature}`)).toEqual(wrongSignature);
  });

  it('[tokens.signature] another signature: wrong signature', async () => {
    const [header, payload, signature] = await parts();
    const swapped = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
    expect(await askWith(`${header}.${payload}.${swapped}`)).toEqual(wrongSignature);
    expect(await askWith(`${header}.${payload}.${signature.slice(0, 20)}`)).toEqual(wrongSignature);
    expect(await askWith(`${header}.${payload}.`)).toEqual(wrongSignature);
  });

  it('[emulator] critical headers that nobody understands are refused, never a 500', async () => {
    const [, payload] = await parts();
    for (const extra of [{ crit: ['x'], x: 1 }, { crit: [] }, { crit: 'x' }, { b64: false, crit: ['b64'] }]) {
      const answer = await askWith(`${encodePart({ alg: 'HS256', ...extra })}.${payload}.c2lnbmF0dXJl`);
      expect(answer.status).toBe(401);
    }
  });
});

describe('[tokens.jwt] auth is not a JWT: 401 Invalid JWT token', () => {
  const header = encodePart({ alg: 'HS256' });
  const payload = encodePart({ appId: 'cs-1' });

  it.each([
    ['one part', 'abc'],
    ['dots alone', '..'],
    ['two parts', `${header}.${payload}`],
    ['four parts', `${header}.${payload}.c2ln.c2ln`],
    ['five parts that are no JWE', 'a.b.c.d.e'],
    ['five empty parts', '....'],
    ['six parts', 'a.b.c.d.e.f'],
    ['a header that is not base64url', `!!.${payload}.c2ln`],
    ['a header that is not JSON', `${encodePart('text')}.${payload}.c2ln`],
    ['a header that is an array', `${encodePart([])}.${payload}.c2ln`],
    ['a header that is null', `${encodePart('null')}.${payload}.c2ln`],
    ['a payload that is not base64url', `${header}.!!.c2ln`],
    ['a payload that is not JSON', `${header}.${encodePart('text')}.c2ln`],
    ['a payload that is an array', `${header}.${encodePart([1])}.c2ln`],
    ['a payload that is a string', `${header}.${encodePart('"cs-1"')}.c2ln`],
    ['a payload that is null', `${header}.${encodePart('null')}.c2ln`],
    ['an empty payload', `${header}..c2ln`],
    ['two tokens', `${header}.${payload}.c2ln, ${header}.${payload}.c2ln`],
    ['JSON', '{"appId":"cs-1"}'],
    ['the word Bearer', 'Bearer '],
    ['Basic credentials', 'Basic Y3MtMTpzZWNyZXQ='],
    ['a client id', 'cs-00000000-0000-4000-8000-000000000000'],
  ])('%s', async (_, token) => {
    expect(await askWith(token)).toEqual(refused('notAJwt', 'auth_header_not_a_jwt'));
  });

  it('a signature that is not base64url', async () => {
    const claims = encodePart({ appId: app.clientId });
    expect(await askWith(`${header}.${claims}.!!`)).toEqual(refused('notAJwt', 'auth_header_not_a_jwt'));
  });
});
