import { createHmac, randomUUID } from 'node:crypto';

/** An app of the vendor's. */
export interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** How a token differs from a good one. */
export interface TokenForm {
  /** Instead of the usual claims; `exp` in 5 minutes stands beside them unless it is among them. */
  claims?: (clientId: string, nowSeconds: number) => Record<string, unknown>;
  alg?: 'HS256' | 'HS512' | 'none';
  /** Whether it is signed with something else than the secret. */
  isForged?: boolean;
}

// The longest life that "Enforce JTI" allows is an hour.
const lifeSeconds = 300;

const hashes = { HS256: 'sha256', HS512: 'sha512' };

/**
 * A token as clients send it. A member of the claims that is undefined is left out. No library signs it: they refuse
 * what probes send, such as times that are no numbers.
 *
 * @param now Unix ms
 */
export function makeToken(
  { clientId, clientSecret }: Credentials,
  now: number,
  { claims, alg = 'HS256', isForged = false }: TokenForm = {},
): string {
  const nowSeconds = Math.floor(now / 1000);
  const named = claims?.(clientId, nowSeconds) ?? { appId: clientId };
  const all = { jti: randomUUID(), exp: nowSeconds + lifeSeconds, ...named };
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  const signed = `${encode(alg === 'none' ? { alg } : { alg, typ: 'JWT' })}.${encode(sent)}`;
  if (alg === 'none') return `${signed}.`;
  const secret = isForged
    ? createHmac('sha256', 'not the secret').update(clientSecret).digest('base64')
    : clientSecret;
  return `${signed}.${createHmac(hashes[alg], secret).update(signed).digest('base64url')}`;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
