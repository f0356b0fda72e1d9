import type { JWTPayload } from 'jose';
import type { Account, App } from '../../domain/account.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { AccountSettings } from '../../domain/settings.ts';
import { shownTime, type TokenNow } from '../../domain/token-clock.ts';
import { claimNotes, earliestMilliseconds } from './claim-notes.ts';
import { type DecodedToken, isSignatureCanonical } from './compact.ts';
import { isSecretsSignature } from './secrets-signature.ts';
import { findSignatureMistake } from './signature-mistake.ts';
import { isSignatureKnown, rememberSignature } from './token-memory.ts';

function wrongSignature(mistake?: string): Refusal {
  return new Refusal(
    'invalidCredentials',
    'signature_invalid',
    mistake === undefined
      ? "The signature is not made with this app's secret (the literal string, not base64-decoded) or key."
      : `The signature is made with ${mistake}.`,
  );
}

/** Reads a claim that counts seconds since 1970 (RFC 7519, NumericDate); undefined where it is absent. */
function readInstant(
  claims: JWTPayload,
  name: 'exp' | 'nbf',
  { unreadableTimes }: AccountSettings,
): number | undefined {
  const value: unknown = claims[name];
  if (value === undefined || typeof value === 'number') return value;
  if (unreadableTimes === 'ignore') return undefined;
  throw new Refusal(
    'unacceptableToken',
    'token_claim_invalid',
    `The claim ${name} must be a number of seconds.`,
  );
}

function checkTimes(claims: JWTPayload, settings: AccountSettings, tokenNow: TokenNow): void {
  const { ms: now } = tokenNow;
  const exp = readInstant(claims, 'exp', settings);
  const nbf = readInstant(claims, 'nbf', settings);
  const skewMs = settings.clockSkewSeconds * 1000;
  if (claims.exp === undefined && settings.requireExp) {
    throw new Refusal('unacceptableToken', 'exp_missing', "The account's settings demand the claim exp.");
  }
  if (exp !== undefined && exp >= earliestMilliseconds && settings.millisecondExp === 'refuse') {
    throw new Refusal('unacceptableToken', 'token_claim_invalid', 'exp is in milliseconds: use seconds.');
  }
  const { expiredTokens, earlyTokens } = settings;
  if (exp !== undefined && exp * 1000 + skewMs <= now && expiredTokens === 'refuse') {
    throw new Refusal('unacceptableToken', 'token_expired', `exp is ${exp}, and ${shownTime(tokenNow)}.`);
  }
  if (nbf !== undefined && nbf * 1000 - skewMs > now && earlyTokens === 'refuse') {
    throw new Refusal(
      'unacceptableToken',
      'token_not_yet_valid',
      [`nbf is ${nbf}, and ${shownTime(tokenNow)}.`, ...claimNotes({ nbf })].join(' '),
    );
  }
}

async function verifySignature(
  token: string,
  { header }: DecodedToken,
  app: App,
  account: Account,
  algorithm: string,
): Promise<void> {
  if (!isSignatureCanonical(token)) throw wrongSignature();
  if (!isSecretsSignature(token, header, app.clientSecret)) {
    const { isSignatureOf } = await import('./verify-by-jose.ts');
    const isRight = await isSignatureOf(token, app, algorithm);
    if (!isRight) throw wrongSignature(findSignatureMistake(token, algorithm, app, account));
  }
  rememberSignature(token, app);
}

/** An algorithm as people may see it: whatever else a client writes there may be what nobody should. */
function describeAlgorithm(algorithm: unknown): string {
  const looksLikeOne =
    typeof algorithm === 'string' && /^(?:none|[A-Za-z]{2}\d{3}K?|EdDSA)$/i.test(algorithm);
  return looksLikeOne ? `is signed with ${algorithm}` : 'names no algorithm that is known';
}

/**
 * Verifies algorithm, signature, `exp` and `nbf` of a token. No other claim is looked at: a foreign `aud`, a
 * missing or odd `sub` or `iat` do not matter (observed).
 *
 * @param now the time that tokens of the account are checked by
 * @returns what is odd about it all the same
 * @throws Refusal where the token is not acceptable
 */
export async function verify(
  token: string,
  decoded: DecodedToken,
  app: App,
  account: Account,
  now: TokenNow,
): Promise<string[]> {
  const { header, claims } = decoded;
  const algorithm = app.algorithms.find((allowed) => allowed === header.alg);
  if (algorithm === undefined) {
    throw new Refusal(
      'unacceptableToken',
      'algorithm_not_allowed',
      `The token ${describeAlgorithm(header.alg)}; the app allows ${app.algorithms.join(', ')}.`,
    );
  }
  if (!isSignatureKnown(token, app)) await verifySignature(token, decoded, app, account, algorithm);
  checkTimes(claims, account.settings, now);
  return claimNotes(claims);
}
