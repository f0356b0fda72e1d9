import { Refusal } from '../../domain/refusal.ts';
import type { HeaderFields } from '../../http/application.ts';
import { type DecodedToken, decodeCompact } from './compact.ts';

export function notAJwt(text: string): Refusal {
  return new Refusal('notAJwt', 'auth_header_not_a_jwt', text);
}

/**
 * Takes the token from the `auth` header.
 *
 * @throws Refusal where there is none
 */
export function readAuthHeader(headers: HeaderFields): string {
  const token = headers.get('auth');
  if (token) return token;
  const hint = headers.has('authorization') ? ' The Authorization header is not read.' : '';
  throw new Refusal(
    'invalidCredentials',
    'auth_header_missing',
    `Send the token in a header named auth, without "Bearer".${hint}`,
  );
}

/** Whether a token has the five parts of an encrypted one (RFC 7516), whatever they are worth. */
export function isEncrypted(token: string): boolean {
  let dots = 0;
  for (let at = token.indexOf('.'); at >= 0; at = token.indexOf('.', at + 1)) dots++;
  return dots === 4;
}

/**
 * Decodes a signed token without verifying it: who sent it decides what it is verified with.
 *
 * @throws Refusal where it is not a JWT
 */
export function decodeToken(token: string): DecodedToken {
  if (/^bearer\s/i.test(token)) throw notAJwt('The auth header takes the bare token, without "Bearer".');
  const decoded = decodeCompact(token);
  if (decoded) return decoded;
  const padded = token.includes('=') ? ' It is padded with "=", which base64url is not.' : '';
  throw notAJwt(
    `The auth header does not hold a JWT, which is three base64url parts with dots between, JSON inside.${padded}`,
  );
}
