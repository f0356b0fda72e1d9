import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ProtectedHeaderParameters } from 'jose';

/** RFC 7518, section 3.2. */
const hashes: Readonly<Record<string, string>> = { HS256: 'sha256', HS512: 'sha512' };

/**
 * Whether a signed token is signed with this secret: what nearly all tokens are, told without jose, which takes
 * longer to load. A token of which this says no may be good all the same: then jose says so, and it says what is
 * wrong with one that is not.
 *
 * @param token three parts of base64url
 * @param clientSecret the literal string, although it looks like base64 (observed)
 */
export function isSecretsSignature(
  token: string,
  { alg, crit }: ProtectedHeaderParameters,
  clientSecret: string,
): boolean {
  const hash = hashes[alg ?? ''];
  // Extensions that must be understood are for jose to understand (RFC 7515, section 4.1.11).
  if (hash === undefined || crit !== undefined) return false;
  const end = token.lastIndexOf('.');
  const given = Buffer.from(token.slice(end + 1), 'base64url');
  const made = createHmac(hash, clientSecret).update(token.slice(0, end)).digest();
  return given.length === made.length && timingSafeEqual(given, made);
}
