import { randomBytes } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { App } from '../../domain/account.ts';
import type { FlawName } from './flaws.ts';

/** The algorithm the emulator signs with for an app; undefined where only the app's owner has the key. */
export function signingAlgorithmOf(app: App): 'HS256' | 'HS512' | undefined {
  return app.algorithms.find((algorithm) => algorithm === 'HS256' || algorithm === 'HS512');
}

/** An algorithm that no app can allow. */
const foreignAlgorithm = 'HS384';

/** Signs claims as the app's client does, or in the way that the flaw says. */
export async function sign(claims: JWTPayload, app: App, flaw: FlawName | undefined): Promise<string> {
  const secret = new TextEncoder().encode(app.clientSecret);
  // A flaw that is found before the signature is looked at needs no key.
  const algorithm = signingAlgorithmOf(app) ?? foreignAlgorithm;
  switch (flaw) {
    case 'algNone': {
      const { UnsecuredJWT } = await import('jose');
      return new UnsecuredJWT(claims).encode();
    }
    case 'wrongAlgorithm':
      return signed(claims, foreignAlgorithm, secret);
    case 'wrongSignature':
      return withNoise(claims, app);
    case 'secretBase64Decoded':
      return signed(claims, algorithm, Buffer.from(app.clientSecret, 'base64'));
    case 'malformed':
      return (await signed(claims, algorithm, secret)).split('.').slice(0, 2).join('.');
    default:
      return signed(claims, algorithm, secret);
  }
}

async function signed(claims: JWTPayload, alg: string, key: Uint8Array): Promise<string> {
  const { SignJWT } = await import('jose');
  return new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT' }).sign(key);
}

const signatureBytes = { HS256: 32, HS512: 64, RS256: 256, RS512: 256 };

/** A token in good form whose signature is noise: needs no key, so that it can be made for every app. */
function withNoise(claims: JWTPayload, { algorithms: [alg = 'HS256'] }: App): string {
  const parts = [{ alg, typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)));
  return [...parts, randomBytes(signatureBytes[alg])].map((part) => part.toString('base64url')).join('.');
}
