import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { App } from '../../domain/account.ts';
import type { JweKeyPairStore } from '../../store/accounts/jwe-key-pair.ts';
import type { FlawName } from './flaws.ts';

/** Encrypts a signed token where the app enforces JWE, or in the way that the flaw says. */
export async function encrypt(
  token: string,
  app: App,
  flaw: FlawName | undefined,
  keyPairs: JweKeyPairStore,
): Promise<string> {
  if (flaw === 'malformed' || flaw === 'notEncrypted') return token;
  if (!app.enforceJwe && flaw !== 'encrypted') return token;
  const content = flaw === 'encryptedNotSigned' ? JSON.stringify({ appId: app.clientId }) : token;
  const alg = flaw === 'wrongEncryptionAlgorithm' ? 'RSA-OAEP-256' : 'RSA-OAEP';
  const key =
    flaw === 'wrongEncryptionKey' ? await foreignPublicKey() : (await keyPairs.readOrCreate()).publicKey;
  const { CompactEncrypt, importSPKI } = await import('jose');
  return new CompactEncrypt(new TextEncoder().encode(content))
    .setProtectedHeader({ alg, enc: 'A256GCM', cty: 'JWT' })
    .encrypt(await importSPKI(key, alg));
}

async function foreignPublicKey(): Promise<string> {
  const { publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return publicKey;
}
