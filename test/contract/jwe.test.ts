import {
  constants,
  createCipheriv,
  createHmac,
  generateKeyPairSync,
  publicEncrypt,
  randomBytes,
} from 'node:crypto';
import { CompactEncrypt, importSPKI } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Account, App } from './support/account.ts';
import { found, refused } from './support/answer.ts';
import { useEmulator } from './support/emulator.ts';
import { nowSeconds } from './support/rows.ts';
import { encodePart, sign } from './support/tokens.ts';

const emulator = useEmulator();
const accepted = found([]);
let account: Account;
let app: App;

beforeAll(async () => {
  account = await emulator.createAccount({
    apps: [
      { kind: 'builder', enforceJwe: true },
      { kind: 'builder' },
      { kind: 'admin', enforceJwe: true, enforceJti: true },
    ],
  });
  app = account.app(0);
});

function publicKeyOf({ jwePublicKey }: App): string {
  if (jwePublicKey === undefined) throw new Error('The app shows no jwePublicKey.');
  return jwePublicKey;
}

interface EncryptOptions {
  alg?: string;
  enc?: string;
  publicKey?: string;
}

async function encrypt(text: string, options: EncryptOptions = {}): Promise<string> {
  const { alg = 'RSA-OAEP', enc = 'A256GCM', publicKey = publicKeyOf(app) } = options;
  return new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg, enc, cty: 'JWT' })
    .encrypt(await importSPKI(publicKey, alg));
}

const askEncrypted = async (options?: EncryptOptions) =>
  account.ask({ token: await encrypt(await sign(app), options) });

/** jose does not have RSA1_5; old libraries do. RFC 7516, section 5.1, with A128CBC-HS256. */
function encryptWithRsa15(text: string): string {
  const header = encodePart({ alg: 'RSA1_5', enc: 'A128CBC-HS256' });
  const contentKey = randomBytes(32);
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', contentKey.subarray(16), iv);
  const content = Buffer.concat([cipher.update(text), cipher.final()]);
  const additional = Buffer.from(header);
  const bits = Buffer.alloc(8);
  bits.writeBigUInt64BE(BigInt(additional.length * 8));
  const tag = createHmac('sha256', contentKey.subarray(0, 16))
    .update(Buffer.concat([additional, iv, content, bits]))
    .digest()
    .subarray(0, 16);
  const key = publicEncrypt({ key: publicKeyOf(app), padding: constants.RSA_PKCS1_PADDING }, contentKey);
  return [header, ...[key, iv, content, tag].map((part) => part.toString('base64url'))].join('.');
}

describe('Enforce JWE', () => {
  it.each(['A128CBC-HS256', 'A128GCM', 'A256GCM'])(
    '[tokens.enforceJwe] five parts, RSA-OAEP with %s: accepted',
    async (enc) => {
      expect(await askEncrypted({ enc })).toEqual(accepted);
    },
  );

  it('[tokens.enforceJwe] a token that is not encrypted is refused', async () => {
    expect(await account.ask({ app })).toEqual(refused('invalidCredentials', 'jwe_required'));
  });

  it('[tokens.jweNotEnforced] an encrypted token for an app that does not enforce it is refused', async () => {
    const token = await encrypt(await sign(account.app(1)));
    expect(await account.ask({ token })).toEqual(refused('invalidCredentials', 'jwe_not_enabled'));
  });

  it('[tokens.rsa15] RSA1_5 is refused, and the reason says so', async () => {
    const token = encryptWithRsa15(await sign(app));
    expect(await account.ask({ token })).toEqual(
      refused('invalidCredentials', 'jwe_algorithm_not_supported'),
    );
    expect((await account.send({ token })).headers.get('x-emulator-reason')).toContain('RSA1_5');
  });

  it.each(['RSA-OAEP-256', 'RSA-OAEP-512'])(
    '[tokens.enforceJwe] key algorithm %s is refused',
    async (alg) => {
      expect(await askEncrypted({ alg })).toEqual(
        refused('invalidCredentials', 'jwe_algorithm_not_supported'),
      );
    },
  );

  it.each(['A192GCM', 'A192CBC-HS384', 'A256CBC-HS512'])(
    '[tokens.enforceJwe] content %s is refused',
    async (enc) => {
      expect(await askEncrypted({ enc })).toEqual(
        refused('invalidCredentials', 'jwe_algorithm_not_supported'),
      );
    },
  );

  it('[tokens.jweKey] encrypted to another key: refused', async () => {
    const { publicKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    expect(await askEncrypted({ publicKey })).toEqual(refused('invalidCredentials', 'jwe_not_decryptable'));
  });

  it('[tokens.enforceJwe] tampered with: refused', async () => {
    const parts = (await encrypt(await sign(app))).split('.');
    for (const position of [1, 2, 3, 4]) {
      const changed = parts.map((part, index) =>
        index === position ? (part.startsWith('A') ? 'B' : 'A') + part.slice(1) : part,
      );
      expect(await account.ask({ token: changed.join('.') })).toEqual(
        refused('invalidCredentials', 'jwe_not_decryptable'),
      );
    }
    for (const position of [1, 2, 3, 4]) {
      const emptied = parts.map((part, index) => (index === position ? '' : part));
      expect(await account.ask({ token: emptied.join('.') })).toMatchObject({ status: 401 });
    }
  });

  it('[tokens.jweInside] it must hold a signed token: sign first, then encrypt', async () => {
    const claims = { appId: app.clientId, exp: nowSeconds + 60 };
    for (const text of [JSON.stringify(claims), '', 'text', app.clientId]) {
      expect(await account.ask({ token: await encrypt(text) })).toEqual(
        refused('invalidCredentials', 'jwe_payload_not_signed'),
      );
    }
  });

  it('[tokens.enforceJwe] the signature inside counts', async () => {
    const forger = { ...app, clientSecret: 'a secret that the app does not have' };
    expect(await account.ask({ token: await encrypt(await sign(forger)) })).toEqual(
      refused('invalidCredentials', 'signature_invalid'),
    );
    const unsigned = `${encodePart({ alg: 'none' })}.${encodePart({ appId: app.clientId })}.`;
    expect(await account.ask({ token: await encrypt(unsigned) })).toEqual(
      refused('invalidCredentials', 'algorithm_not_allowed'),
    );
    expect(await account.ask({ token: await encrypt('a.b.c') })).toEqual(
      refused('notAJwt', 'auth_header_not_a_jwt'),
    );
  });

  it('[tokens.enforceJwe, tokens.enforceJti] with Enforce JTI: both hold', async () => {
    const admin = account.appOf('admin');
    const claims = { appId: admin.clientId, jti: '1', exp: nowSeconds + 60 };
    const token = await encrypt(await sign(admin, claims));
    expect(await account.ask({ route: 'account', token })).toEqual(accepted);
    expect(await account.ask({ route: 'account', token: await encrypt(await sign(admin, claims)) })).toEqual(
      refused('jtiReplayed', 'jti_replayed'),
    );
  });
});
