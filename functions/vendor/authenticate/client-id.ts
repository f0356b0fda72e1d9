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
  return clientIdIn(value);
}

/** A client id, and the claim of the token that holds it. */
export interface NamedClient {
  claim: (typeof clientIdClaims)[number];
  clientId: string;
}

/**
 * The client ids of a token, in the order in which its claims count.
 *
 * @throws Refusal where no claim holds one, or the first that is present does not
 */
export function readClientIds(claims: JWTPayload): [NamedClient, ...NamedClient[]] {
  const present = clientIdClaims.filter((claim) => claims[claim] !== undefined && claims[claim] !== null);
  const [first, ...others] = present.map((claim) => ({ claim, clientId: clientIdIn(claims[claim]) }));
  if (!first) throw clientMissing();
  const { claim, clientId } = first;
  if (clientId === undefined) {
    throw new Refusal('invalidCredentials', 'client_unknown', `The claim ${claim} is not a client id.`);
  }
  const named = others.flatMap((other) =>
    other.clientId === undefined ? [] : [{ claim: other.claim, clientId: other.clientId }],
  );
  return [{ claim, clientId }, ...named];
}

function clientIdIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= longestClientId ? value : undefined;
}

export function clientMissing(): Refusal {
  return new Refusal(
    'invalidCredentials',
    'client_id_missing',
    `The token names no client: put the client id into the claim ${clientIdClaims[0]} (or ${clientIdClaims.slice(1).join(', ')}).`,
  );
}
