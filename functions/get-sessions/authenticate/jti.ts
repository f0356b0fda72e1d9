import type { JWTPayload } from 'jose';
import type { App } from '../../domain/account.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { DataSet } from '../../store/keys.ts';
import type { SeenTokens } from '../../store/seen-tokens.ts';

const longestLifeSeconds = 3600;

/**
 * The rules of "Enforce JTI" (vendor documentation): an id, at most an hour to live, and each id once.
 *
 * @param now the account's clock, Unix ms
 * @param systemNow the machine's clock, Unix ms
 * @throws Refusal where one is broken
 */
export async function enforceJti(
  claims: JWTPayload,
  app: App,
  dataSet: DataSet,
  seen: SeenTokens,
  now: number,
  systemNow: number,
): Promise<void> {
  const jti = claims.jti ?? claims['kore_jti'];
  if (typeof jti !== 'string' || jti === '') {
    throw new Refusal(
      'unacceptableToken',
      'jti_missing',
      'The app enforces JTI: send a jti or kore_jti claim.',
    );
  }
  if (claims.exp === undefined || claims.exp - now / 1000 > longestLifeSeconds) {
    throw new Refusal(
      'jtiExpiryTooFar',
      'jti_exp_too_far',
      `The app enforces JTI, so exp must be at most ${longestLifeSeconds} s ahead; it is ${claims.exp ?? 'missing'}.`,
    );
  }
  if (!(await seen.use(dataSet, app.clientId, jti, systemNow))) {
    throw new Refusal('jtiReplayed', 'jti_replayed', 'The app enforces JTI, and this jti was used before.');
  }
}
