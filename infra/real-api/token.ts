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

/**
 * A token as clients send it. A member of the claims that is undefined is left out.
 *
 * @param now Unix ms
 */
export async function makeToken(
  { clientId, clientSecret }: Credentials,
  now: number,
  { claims, alg = 'HS256', isForged = false }: TokenForm = {},
): Promise<string> {
  const nowSeconds = Math.floor(now / 1000);
  const named = claims?.(clientId, nowSeconds) ?? { appId: clientId };
  const all = { jti: randomUUID(), exp: nowSeconds + lifeSeconds, ...named };
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  if (alg === 'none') return `${encode({ alg: 'none' })}.${encode(sent)}.`;
  const secret = isForged
    ? createHmac('sha256', 'not the secret').update(clientSecret).digest('base64')
    : clientSecret;
  if (typeof sent['exp'] !== 'number') return signByHand(sent, secret);
  // Loaded only here: commands that ask no vendor need none of it.
  const { SignJWT } = await import('jose/jwt/sign');
  return new SignJWT(sent).setProtectedHeader({ alg, typ: 'JWT' }).sign(new TextEncoder().encode(secret));
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A library refuses to sign times that are no numbers. */
function signByHand(claims: Record<string, unknown>, secret: string): string {
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
