import { generateKeyPairSync } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FlawName, flaws } from '../../functions/control/tokens/flaws.ts';
import { type Emulator, startEmulator } from '../support/emulator.ts';

const frozen = '2026-03-01T09:00:00.000Z';
const frozenSeconds = Date.parse(frozen) / 1000;
const { publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

interface Minted {
  token: string;
  claims: Record<string, unknown>;
  refusedFor?: string;
}

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});

afterAll(() => emulator.close());

async function control(method: string, path: string, body: unknown): Promise<Response> {
  return emulator.request(`/_emulator${path}`, {
    method,
    headers: { authorization: `Bearer ${emulator.controlKey}` },
    body: JSON.stringify(body),
  });
}

/** An account with one admin app that has these options. */
async function makeAccount(app: Record<string, unknown> = {}, settings: Record<string, unknown> = {}) {
  const response = await control('POST', '/accounts', {
    apps: [{ kind: 'admin', ...app }],
    clock: { mode: 'frozen', now: frozen },
    settings,
  });
  const { accountId, apps } = (await response.json()) as { accountId: string; apps: { clientId: string }[] };
  const clientId = apps[0]?.clientId ?? '';
  const mint = (request: Record<string, unknown> = {}) =>
    control('POST', `/accounts/${accountId}/tokens`, { clientId, ...request });
  const minted = async (request?: Record<string, unknown>): Promise<Minted> => {
    const answer = await mint(request);
    expect(answer.status).toBe(200);
    return (await answer.json()) as Minted;
  };
  return { accountId, clientId, mint, minted };
}

/** What the account route says to a token: its status, and the code of the reason. */
async function use(token: string): Promise<{ status: number; reason: string | undefined }> {
  const response = await emulator.request('/api/public/getSessions', {
    method: 'POST',
    headers: { auth: token },
  });
  return { status: response.status, reason: response.headers.get('x-emulator-reason')?.split(':')[0] };
}

const accepted = { status: 200, reason: undefined };

describe('good tokens', () => {
  test.each([
    { name: 'HS256', app: {} },
    { name: 'HS512', app: { algorithms: ['HS512'] } },
    { name: 'HS512 beside RS256', app: { algorithms: ['RS256', 'HS512'], publicKey } },
    { name: 'JWE', app: { enforceJwe: true } },
    { name: 'JTI', app: { enforceJti: true } },
    { name: 'JWE and JTI', app: { enforceJwe: true, enforceJti: true } },
  ])('$name', async ({ app }) => {
    const { minted } = await makeAccount(app);

    const { token, refusedFor } = await minted();

    expect(await use(token)).toEqual(accepted);
    expect(refusedFor).toBeUndefined();
  });

  test('live an hour by the clock of the account', async () => {
    const { minted, clientId } = await makeAccount();

    const { token, claims } = await minted();

    expect(claims).toEqual({ appId: clientId, iat: frozenSeconds, exp: frozenSeconds + 3600 });
    expect(decodeJwt(token)).toEqual(claims);
  });

  test.each([
    [90, 90],
    ['PT15M', 900],
    ['P1D', 86_400],
  ])('live as long as asked: %s', async (expiresIn, seconds) => {
    const { minted } = await makeAccount();

    expect((await minted({ expiresIn })).claims['exp']).toBe(frozenSeconds + seconds);
  });

  test('each has a jti of its own where the app enforces JTI', async () => {
    const { minted } = await makeAccount({ enforceJti: true });

    const [first, second] = [await minted(), await minted()];

    expect(first.claims['jti']).toEqual(expect.any(String));
    expect(first.claims['jti']).not.toBe(second.claims['jti']);
  });

  test('carry the claims given, and lose those that are null', async () => {
    const { minted, clientId } = await makeAccount();

    const { token, claims } = await minted({ claims: { appId: null, iss: clientId, exp: null, sub: 'me' } });

    expect(claims).toEqual({ iss: clientId, iat: frozenSeconds, sub: 'me' });
    expect(await use(token)).toEqual(accepted);
  });
});

/** What an app and its account must be like for a flaw to show. */
function setupOf(flaw: FlawName): { app?: Record<string, unknown>; settings?: Record<string, unknown> } {
  if (flaw.startsWith('jti')) return { app: { enforceJti: true } };
  if (flaw === 'encrypted') return {};
  if (/encrypt/i.test(flaw)) return { app: { enforceJwe: true } };
  return flaw === 'expMissing' ? { settings: { requireExp: true } } : {};
}

const promises = Object.entries(flaws) as [FlawName, (typeof flaws)[FlawName]][];

describe('bad tokens', () => {
  test.each(promises)('%s is refused for its reason', async (flaw, { reason }) => {
    const { app, settings } = setupOf(flaw);
    const { minted } = await makeAccount(app, settings);

    const { token, refusedFor } = await minted({ flaw });

    expect(refusedFor).toBe(reason);
    expect((await use(token)).reason).toBe(reason);
  });

  test.each(promises)(
    '%s is refused for its reason, whatever is asked beside it',
    async (flaw, { reason }) => {
      const everything = { enforceJti: true, enforceJwe: flaw !== 'encrypted' };
      const { minted } = await makeAccount(everything, { clockSkewSeconds: 600, requireExp: true });
      const claims = {
        appId: 'somebody',
        iss: 'somebody',
        kore_iss: 'somebody',
        clientId: 'somebody',
        exp: 1,
        nbf: frozenSeconds + 99_999,
        iat: 'never',
        jti: '',
        kore_jti: 'x',
        aud: 'https://a.b.c.d',
      };

      const { token } = await minted({ flaw, claims, expiresIn: 3000 });

      expect((await use(token)).reason).toBe(reason);
    },
  );

  const unsigned = promises.filter(([, flaw]) => !('signed' in flaw) && !('needs' in flaw));

  test.each(unsigned)('%s needs no private key', async (flaw, { reason }) => {
    const { minted } = await makeAccount({ algorithms: ['RS256', 'RS512'], publicKey });

    expect((await use((await minted({ flaw })).token)).reason).toBe(reason);
  });
});

describe('refusals', () => {
  test.each([undefined, 'expired', 'secretBase64Decoded'])(
    'where only the public key is known (flaw %s)',
    async (flaw) => {
      const { mint } = await makeAccount({ algorithms: ['RS256'], publicKey });

      const response = await mint({ flaw });

      expect(response.status).toBe(409);
      expect(await response.json()).toMatchObject({
        code: 'private_key_missing',
        detail: expect.stringContaining('sign the token where the private key is'),
      });
    },
  );

  test.each([
    ['jtiMissing', 'enforceJti'],
    ['notEncrypted', 'enforceJwe'],
    ['expMissing', 'requireExp'],
  ])('of the flaw %s for an app that it is none for', async (flaw, named) => {
    const { mint } = await makeAccount();

    const response = await mint({ flaw });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'invalid_request',
      errors: [{ field: 'flaw', message: expect.stringContaining(named) }],
    });
  });

  test.each([
    [{ expiresIn: 0 }, 'expiresIn'],
    [{ expiresIn: 1.5 }, 'expiresIn'],
    [{ expiresIn: 'PT0.5S' }, 'expiresIn'],
    [{ expiresIn: '-PT15M' }, 'expiresIn'],
    [{ expiresIn: 'soon' }, 'expiresIn'],
    [{ expiresIn: true }, 'expiresIn'],
    [{ flaw: 'ugly' }, 'flaw'],
    [{ claims: [] }, 'claims'],
    [{ clientId: 5 }, 'clientId'],
    [{ lifetime: 5 }, 'lifetime'],
  ])('of %j', async (request, field) => {
    const { mint } = await makeAccount();

    const response = await mint(request);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [expect.objectContaining({ field })] });
  });

  test('of a life beyond an hour where the app enforces JTI', async () => {
    const { mint } = await makeAccount({ enforceJti: true });

    expect(await (await mint({ expiresIn: 'PT2H' })).json()).toMatchObject({
      code: 'invalid_request',
      errors: [{ field: 'expiresIn' }],
    });
  });

  test('of an app that the account does not have, another one having it', async () => {
    const { mint } = await makeAccount();
    const { clientId } = await makeAccount();

    const response = await mint({ clientId });

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'app_not_found' });
  });

  test('of an account that there is not', async () => {
    const response = await control('POST', '/accounts/nobody/tokens', { clientId: 'cs-1' });

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'account_not_found' });
  });
});
