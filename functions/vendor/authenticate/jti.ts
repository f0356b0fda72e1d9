import type { JWTPayload } from 'jose';
import { type Account, type App, longestJtiLife } from '../../domain/account.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { SeenTokens } from '../../store/counters/seen-tokens.ts';
import type { Usage } from '../../store/table/meter.ts';

/**
 * The rules of "Enforce JTI" (vendor documentation): an id, at most an hour to live, and each id once.
 *
 * @param now the time that tokens of the account are checked by, Unix ms
 * @param systemNow the machine's clock, Unix ms
 * @throws Refusal where one is broken
 */
export async function enforceJti(
  claims: JWTPayload,
  app: App,
  account: Account,
  seen: SeenTokens,
  now: number,
  systemNow: number,
  usage: Usage,
): Promise<void> {
  const jti = claims.jti ?? claims['kore_jti'];
  if (typeof jti !== 'string' || jti === '') {
    throw new Refusal(
      'unacceptableToken',
      'jti_missing',
      jti === undefined
        ? 'The app enforces JTI: send a jti or kore_jti claim.'
        : 'The app enforces JTI: jti must be a text that is not empty.',
    );
  }
  const longest = longestJtiLife + account.settings.clockSkewSeconds;
  if (typeof claims.exp !== 'number' || claims.exp - now / 1000 > longest) {
    throw new Refusal(
      'jtiExpiryTooFar',
      'jti_exp_too_far',
      `The app enforces JTI, so exp must be at most ${longest} s ahead; it is ${claims.exp ?? 'missing'}.`,
    );
  }
  if (!(await seen.use(account, app.clientId, jti, systemNow, usage))) {
    throw new Refusal('jtiReplayed', 'jti_replayed', 'The app enforces JTI, and this jti was used before.');
  }
}
