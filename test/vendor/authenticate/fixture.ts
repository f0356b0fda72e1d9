import { generateKeyPairSync } from 'node:crypto';
import { CompactEncrypt, type CryptoKey, importPKCS8, importSPKI, type JWTPayload, SignJWT } from 'jose';
import type { Account, App } from '../../../functions/domain/account.ts';
import { defaultSettings, withSettings } from '../../../functions/domain/default-settings.ts';
import { Refusal } from '../../../functions/domain/refusal.ts';
import type { SettingsInput } from '../../../functions/domain/settings.ts';
import type { Store } from '../../../functions/store/store.ts';
import { noUsage } from '../../../functions/store/table/meter.ts';
import { authenticate, type Caller } from '../../../functions/vendor/authenticate/authenticate.ts';
// What is loaded when it is needed is here from the beginning, so that no test pays for it.
import '../../../functions/vendor/authenticate/decrypt.ts';
import '../../../functions/vendor/authenticate/verify-by-jose.ts';

/** What the account's clock shows, Unix ms and seconds. */
export const now = Date.parse('2026-03-10T12:00:00.000Z');
export const nowSeconds = now / 1000;

/** What the machine's clock shows, Unix ms. */
export const systemNow = now + 86_400_000;

export const clientId = 'cs-12345678-1234-4234-8234-123456789abc';

interface KeyPair {
  publicKey: string;
  privateKey: string;
}

let madeKeys: KeyPair | undefined;

/**
 * A key pair in PEM, for whoever has one: the deployment for encrypted tokens, an app for signatures. It is made when it
 * is first asked for, which takes longer than most tests.
 */
export function keyPair(): KeyPair {
  madeKeys ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return madeKeys;
}

/** A public key whose private key nobody has. */
export const otherPublicKey = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA1eyf0R7dPtzaCtiVTM7q
kS2Mkhh3y1dNMn5iQuVrwJWLHlOBNygxQI3BVMKOhh1dXFda7utgwzLI30M1lMw2
RKGkem5b1QVP/c+tgy83MnQxuZ4CKLhSNzCjqKFT/IpBVRRbWQL/bgW/QQSDA3o3
3uzMhftL9eL/zRT8s5kdVMnRxkxC1b8wzpjNoQXACq+wEz1WN8lOvv2OUXxZuzMu
v3b3yi+vbLvrEFIASysPijruIJRjcMmO2kaplBEnqpQWMttvAFg/8+2ErfhIXrgP
i7m/nyEw1UASfpJ19JfdiraQBbDrC/rtz7mHcTPrZD0XGooHjiM5EiYWZUnPd+Ly
nwIDAQAB
-----END PUBLIC KEY-----
`;

let made = 0;

/** An app with a secret of its own, so that nothing remembered of another's tokens counts. */
export function newApp(own: Partial<App> = {}): App {
  made += 1;
  return {
    kind: 'admin',
    scopes: [],
    clientId,
    clientSecret: `c2VjcmV0LW9mLXRoZS1hcHA=${made}`,
    name: 'app',
    algorithms: ['HS256'],
    enforceJti: false,
    enforceJwe: false,
    ...own,
  } as App;
}

export interface World {
  app: App;
  settings?: SettingsInput;
  /** Unix ms of the machine's clock. */
  expiresAt?: number;
  /** Whether an app has needed the deployment's key pair yet. */
  hasKeyPair?: boolean;
}

/** What the store was asked to note as used, in this order: client id, token id, machine's clock. */
export type Used = [clientId: string, jti: string, systemNow: number];

/** What of a store the token checks ask: one account, whose only app is found by its client id. */
export function storeOf(
  { app, settings = {}, expiresAt, hasKeyPair = true }: World,
  used: Used[] = [],
): Store {
  const account = {
    accountId: 'account',
    clock: { mode: 'frozen', now },
    settings: withSettings(defaultSettings, settings),
    apps: new Map([[app.clientId, app]]),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
  const store = {
    accounts: {
      findByClientId: async (id: string) => (id === app.clientId ? { account, app } : undefined),
    },
    jweKeyPair: { read: async () => (hasKeyPair ? keyPair() : undefined) },
    seenTokens: {
      use: async (_account: Account, client: string, jti: string, at: number) => {
        const isNew = !used.some(([, before]) => before === jti);
        used.push([client, jti, at]);
        return isNew;
      },
    },
  };
  return store as unknown as Store;
}

/** Asks with headers, or with a token in the header `auth`. */
export function ask(world: World, sent: string | Headers, used: Used[] = []): Promise<Caller> {
  const findings = { usage: noUsage(), notes: [] as string[] };
  const headers = typeof sent === 'string' ? new Headers({ auth: sent }) : sent;
  return authenticate(headers, storeOf(world, used), systemNow, findings);
}

/** How a request is refused: the row of the error table, the reason's code, and what it says; undefined if it is not. */
export async function refusalOf(
  world: World,
  sent: string | Headers,
  used: Used[] = [],
): Promise<[row: string, code: string, text: string] | undefined> {
  try {
    await ask(world, sent, used);
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return [error.error, error.reason.code, error.reason.text];
    throw error;
  }
}

/** Signs claims, by the app's secret unless told otherwise; `appId` is there unless they say otherwise. */
export function sign(
  app: App,
  claims: JWTPayload = {},
  { alg = 'HS256', key = new TextEncoder().encode(app.clientSecret) as Uint8Array | CryptoKey } = {},
): Promise<string> {
  return new SignJWT({ appId: app.clientId, ...claims }).setProtectedHeader({ alg }).sign(key);
}

/** Signs by the app's own private key. */
export async function signByKey(app: App, alg: 'RS256' | 'RS512'): Promise<string> {
  return sign(app, {}, { alg, key: await importPKCS8(keyPair().privateKey, alg) });
}

/** Encrypts a text to the deployment's key, or another. */
export async function encrypt(
  text: string,
  { alg = 'RSA-OAEP', enc = 'A256GCM', publicKey = keyPair().publicKey } = {},
): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({ alg, enc })
    .encrypt(await importSPKI(publicKey, alg));
}
