import type { App } from '../../domain/account.ts';
import { LruCache } from '../../domain/lru-cache.ts';
import { readClientIds } from './client-id.ts';
import type { DecodedToken } from './compact.ts';
import { decodeToken } from './token.ts';

/** A token as it was decoded, and the apps whose key its signature is known to be made with. */
interface KnownToken {
  decoded: DecodedToken;
  /** Set once they were asked for. */
  clientIds?: ReturnType<typeof readClientIds>;
  signedBy: WeakSet<App>;
}

// A client sends one token many times over.
const known = new LruCache<string, KnownToken>({ max: 500 });

/**
 * As `decodeToken`; a token that was sent before is not decoded again.
 *
 * @throws Refusal where it is not a JWT
 */
export function decodeOnce(token: string): DecodedToken {
  return lookUp(token).decoded;
}

/**
 * As `readClientIds`, of a token that was decoded once.
 *
 * @throws Refusal as that
 */
export function clientIdsOnce(token: string): ReturnType<typeof readClientIds> {
  const found = lookUp(token);
  found.clientIds ??= readClientIds(found.decoded.claims);
  return found.clientIds;
}

function lookUp(token: string): KnownToken {
  const found = known.get(token);
  if (found) return found;
  const made: KnownToken = { decoded: decodeToken(token), signedBy: new WeakSet<App>() };
  known.set(token, made);
  return made;
}

/**
 * Whether the signature was verified before with the key of the app as it is. Everything else about a token is
 * checked each time.
 */
export function isSignatureKnown(token: string, app: App): boolean {
  return known.get(token)?.signedBy.has(app) === true;
}

export function rememberSignature(token: string, app: App): void {
  known.get(token)?.signedBy.add(app);
}
