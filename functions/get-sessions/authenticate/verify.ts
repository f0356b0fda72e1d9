import { type CryptoKey, errors, importSPKI, type JWTPayload, jwtVerify } from 'jose';
import type { App } from '../../domain/account.ts';
import { toIso } from '../../domain/dates.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { AccountSettings } from '../../domain/settings.ts';
import { type DecodedToken, notAJwt } from './token.ts';

type VerificationKey = CryptoKey | Uint8Array;

function isAllowed(app: App, algorithm: unknown): boolean {
  return app.algorithms.some((allowed) => allowed === algorithm);
}

async function keyOf(app: App, algorithm: string): Promise<VerificationKey> {
  // The secret is the literal string, although it looks like base64 (observed).
  if (algorithm.startsWith('HS')) return new TextEncoder().encode(app.clientSecret);
  if (app.publicKey !== undefined) return importSPKI(app.publicKey, algorithm);
  throw new Refusal('unacceptableToken', 'public_key_missing', `The app has no public key for ${algorithm}.`);
}

function unacceptable(error: errors.JOSEError, { claims }: DecodedToken, now: number): Refusal {
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new Refusal(
      'invalidCredentials',
      'signature_invalid',
      "The signature is not made with this app's secret (the literal string, not base64-decoded) or key.",
    );
  }
  if (error instanceof errors.JWTExpired) {
    return new Refusal(
      'unacceptableToken',
      'token_expired',
      `exp is ${claims.exp}, and the account's clock shows ${Math.floor(now / 1000)} (${toIso(now)}).`,
    );
  }
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'nbf' && error.reason === 'check_failed') {
      return new Refusal(
        'unacceptableToken',
        'token_not_yet_valid',
        `nbf is ${claims.nbf}, and the account's clock shows ${Math.floor(now / 1000)} (${toIso(now)}).`,
      );
    }
    return new Refusal('unacceptableToken', 'token_claim_invalid', `The claim ${error.claim} is not valid.`);
  }
  if (error instanceof errors.JWSInvalid || error instanceof errors.JWTInvalid) {
    return notAJwt('The auth header holds a token that is not a well-formed JWS.');
  }
  return new Refusal(
    'unacceptableToken',
    'token_claim_invalid',
    `The token cannot be verified (${error.code}).`,
  );
}

/**
 * Verifies algorithm, signature, `exp` and `nbf` of a token. A foreign `aud`, a missing `sub` or `iat` do not
 * matter (observed).
 *
 * @param now the account's clock, Unix ms
 * @throws Refusal where the token is not acceptable
 */
export async function verify(
  token: string,
  decoded: DecodedToken,
  app: App,
  settings: AccountSettings,
  now: number,
): Promise<JWTPayload> {
  const algorithm = decoded.header.alg;
  if (typeof algorithm !== 'string' || !isAllowed(app, algorithm)) {
    throw new Refusal(
      'unacceptableToken',
      'algorithm_not_allowed',
      `The token is signed with ${algorithm}; the app allows ${app.algorithms.join(', ')}.`,
    );
  }
  if (settings.requireExp && decoded.claims.exp === undefined) {
    throw new Refusal('unacceptableToken', 'exp_missing', "The account's settings demand the claim exp.");
  }
  try {
    const { payload } = await jwtVerify(token, await keyOf(app, algorithm), {
      algorithms: app.algorithms,
      currentDate: new Date(now),
      clockTolerance: settings.clockSkewSeconds,
    });
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) throw unacceptable(error, decoded, now);
    throw error;
  }
}
