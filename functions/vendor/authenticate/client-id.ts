import type { JWTPayload } from 'jose';
import { clientIdClaims } from '../../domain/account.ts';
import { Refusal } from '../../domain/refusal.ts';

/** No app has a longer one, and a key of the table could not hold it. */
const longestClientId = 256;

/** A client id in words for people; its value is left out where it may be a secret sent by mistake. */
export function describeClientId(clientId: string): string {
  const looksLikeOne = /^cs-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(clientId);
  return looksLikeOne
    ? clientId
    : `that the token gives (${clientId.length} characters, unlike cs- and a uuid)`;
}

/** The client id that a token gives, whatever it is worth; undefined where it gives none that could be one. */
export function namedClientId(claims: JWTPayload): string | undefined {
  const value = clientIdClaims
    .map((claim) => claims[claim])
    .find((each) => each !== undefined && each !== null);
  return typeof value === 'string' && value !== '' && value.length <= longestClientId ? value : undefined;
}

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
