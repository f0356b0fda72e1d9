import type { JWTPayload, ProtectedHeaderParameters } from 'jose';

export interface DecodedToken {
  header: ProtectedHeaderParameters;
  claims: JWTPayload;
}

/** RFC 7515, section 2: base64url has no padding. */
const base64url = /^[A-Za-z0-9_-]*$/;

/**
 * Reads a signed token in compact serialisation without verifying it: three parts of the base64url alphabet, the
 * first two of which decode to JSON objects.
 *
 * @returns undefined where it is anything else
 */
export function decodeCompact(token: string): DecodedToken | undefined {
  const parts = token.split('.', 4);
  if (parts.length !== 3 || !parts.every((part) => base64url.test(part))) return undefined;
  try {
    const [header, claims] = parts;
    const decoded: DecodedToken = { header: objectIn(header), claims: objectIn(claims) };
    // RFC 7797 forbids a payload that is not encoded in a JWT.
    return decoded.header['b64'] === false ? undefined : decoded;
  } catch {
    return undefined;
  }
}

/**
 * Whether the third part is base64url as an encoder writes it. Of a part that is not, other characters stand for the
 * same bytes, or there are no such bytes at all: it is another signature than the one that was made.
 */
export function isSignatureCanonical(token: string): boolean {
  const signature = token.slice(token.lastIndexOf('.') + 1);
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @throws Error where the part is anything but an object */
function objectIn(part = ''): Record<string, unknown> {
  // No bytes are encoded by so many characters.
  if (part.length % 4 === 1) throw new TypeError('not base64url');
  const value: unknown = JSON.parse(utf8.decode(Buffer.from(part, 'base64url')));
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError('not an object');
  return { ...value };
}
