import { type CryptoKey, compactVerify, errors, importSPKI } from 'jose';
import type { App } from '../../domain/account.ts';
import { Refusal } from '../../domain/refusal.ts';
import { notAJwt } from './token.ts';

const hashes: Partial<Record<string, string>> = { HS256: 'SHA-256', HS512: 'SHA-512' };

/** Imported keys of apps; an app that has changed is another object. Importing takes longer than verifying. */
const keys = new WeakMap<App, Map<string, Promise<CryptoKey>>>();

function keyOf(app: App, algorithm: string): Promise<CryptoKey> {
  const known = keys.get(app) ?? new Map<string, Promise<CryptoKey>>();
  keys.set(app, known);
  const key = known.get(algorithm) ?? importKey(app, algorithm);
  known.set(algorithm, key);
  return key;
}

async function importKey(app: App, algorithm: string): Promise<CryptoKey> {
  const hash = hashes[algorithm];
  if (hash !== undefined) {
    // The secret is the literal string, although it looks like base64 (observed).
    const secret = new TextEncoder().encode(app.clientSecret);
    return crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash }, false, ['verify']);
  }
  if (app.publicKey !== undefined) return importSPKI(app.publicKey, algorithm);
  throw new Refusal('unacceptableToken', 'public_key_missing', `The app has no public key for ${algorithm}.`);
}

function badToken(error: errors.JOSEError): Refusal {
  if (error instanceof errors.JWSInvalid) {
    return notAJwt('The auth header holds a token that is not a well-formed JWS.');
  }
  return new Refusal(
    'unacceptableToken',
    'token_claim_invalid',
    `The token cannot be verified (${error.code}).`,
  );
}

/**
 * Whether a token is signed with the app's secret or key.
 *
 * @throws Refusal where it cannot be verified at all
 */
export async function isSignatureOf(token: string, app: App, algorithm: string): Promise<boolean> {
  try {
    await compactVerify(token, await keyOf(app, algorithm), { algorithms: app.algorithms });
    return true;
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) return false;
    if (error instanceof errors.JOSEError) throw badToken(error);
    throw error;
  }
}
