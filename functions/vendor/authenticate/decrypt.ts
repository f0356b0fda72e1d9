import {
  compactDecrypt,
  decodeProtectedHeader,
  errors,
  importPKCS8,
  type ProtectedHeaderParameters,
} from 'jose';
import { Refusal } from '../../domain/refusal.ts';
import type { JweKeyPairStore } from '../../store/accounts/jwe-key-pair.ts';
import type { Usage } from '../../store/table/meter.ts';
import { notAJwt } from './token.ts';

const keyAlgorithm = 'RSA-OAEP';
const contentAlgorithms = ['A128CBC-HS256', 'A128GCM', 'A256GCM'];

function describeAlgorithms(token: string): string {
  // RFC 7515, section 2: base64url has no padding.
  const { alg, enc } = /^[\w.-]+$/.test(token) ? decodeJweHeader(token) : {};
  if (typeof alg === 'string' && typeof enc === 'string') return `alg ${known(alg)}, enc ${known(enc)}`;
  throw notAJwt('The auth header holds five parts, but the first is not a JWE header.');
}

/** An algorithm of RFC 7518, sections 4.1 and 5.1; whatever else a client writes there may be what nobody should see. */
const known = (name: string): string =>
  /^(?:RSA1_5|RSA-OAEP(?:-\d{3})?|dir|ECDH-ES(?:\+A\d{3}KW)?|PBES2-HS\d{3}\+A\d{3}KW|A\d{3}(?:KW|GCM|GCMKW|CBC-HS\d{3}))$/.test(
    name,
  )
    ? name
    : '(unknown)';

function decodeJweHeader(token: string): ProtectedHeaderParameters {
  try {
    return decodeProtectedHeader(token);
  } catch {
    return {};
  }
}

/**
 * Opens an encrypted token (JWE compact serialisation, RFC 7516).
 *
 * @param usage to which is added what it costs
 * @returns the signed token inside
 * @throws Refusal where it cannot be opened, or holds anything but a signed token
 */
export async function decrypt(token: string, keyPairs: JweKeyPairStore, usage: Usage): Promise<string> {
  const used = describeAlgorithms(token);
  const pair = await keyPairs.read(usage);
  if (!pair) {
    throw new Refusal(
      'unacceptableToken',
      'jwe_not_enabled',
      'The token is encrypted, and no app enforces JWE.',
    );
  }
  const plaintext = await open(token, pair.privateKey, used);
  if (plaintext.split('.').length === 3) return plaintext;
  throw new Refusal(
    'unacceptableToken',
    'jwe_payload_not_signed',
    'The encrypted token holds no signed token. Sign the claims first, then encrypt the result.',
  );
}

async function open(token: string, privateKey: string, used: string): Promise<string> {
  try {
    const { plaintext } = await compactDecrypt(token, await importPKCS8(privateKey, keyAlgorithm), {
      keyManagementAlgorithms: [keyAlgorithm],
      contentEncryptionAlgorithms: contentAlgorithms,
    });
    return new TextDecoder().decode(plaintext);
  } catch (error) {
    if (error instanceof errors.JOSENotSupported || error instanceof errors.JOSEAlgNotAllowed) {
      throw new Refusal(
        'unacceptableToken',
        'jwe_algorithm_not_supported',
        `The token is encrypted with ${used}: use alg ${keyAlgorithm} (RSA1_5 is unsafe, and jose does not have it) and enc ${contentAlgorithms.join(', ')}.`,
      );
    }
    if (error instanceof errors.JOSEError) {
      throw new Refusal(
        'unacceptableToken',
        'jwe_not_decryptable',
        `The token (${used}) cannot be decrypted: encrypt it with the public key that the app was given.`,
      );
    }
    throw error;
  }
}
