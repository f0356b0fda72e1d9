import type { JWTPayload } from 'jose';
import { Refusal } from '../../domain/refusal.ts';

/** Claims that may hold the client id; the first one present counts. */
const clientIdClaims = ['appId', 'iss', 'clientId', 'kore_iss'] as const;

/** No app has a longer one, and a key of the table could not hold it. */
const longestClientId = 256;

/** @throws Refusal where no claim holds a client id */
export function readClientId(claims: JWTPayload): string {
  for (const claim of clientIdClaims) {
    const value = claims[claim];
    if (value === undefined || value === null) continue;
    if (typeof value === 'string' && value !== '' && value.length <= longestClientId) return value;
    throw new Refusal('invalidCredentials', 'client_unknown', `The claim ${claim} is not a client id.`);
  }
  throw new Refusal(
    'invalidCredentials',
    'client_id_missing',
    `The token names no client: put the client id into the claim ${clientIdClaims[0]} (or ${clientIdClaims.slice(1).join(', ')}).`,
  );
}
