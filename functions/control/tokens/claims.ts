import { randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { type App, clientIdClaims, longestJtiLife } from '../../domain/account.ts';
import type { FlawName } from './flaws.ts';

export interface ClaimsRequest {
  app: App;
  /** Added to the token's own; null takes one away. */
  claims: Readonly<Record<string, unknown>>;
  /** Seconds. */
  life: number;
  /** The time that tokens of the account are checked by, Unix seconds. */
  now: number;
  clockSkewSeconds: number;
  flaw: FlawName | undefined;
}

/**
 * The claims of a token. The caller's replace the emulator's own; with a flaw the emulator's replace the caller's,
 * so that the token is refused for the flaw and nothing else.
 */
export function claimsOf(request: ClaimsRequest): JWTPayload {
  const { app, claims, life, now, flaw } = request;
  const own = {
    appId: app.clientId,
    iat: now,
    exp: now + life,
    ...(app.enforceJti ? { jti: randomUUID() } : {}),
  };
  if (flaw === undefined) return present({ ...own, ...claims });
  return present({ ...claims, ...own, nbf: null, ...flawedClaims(flaw, request) });
}

function flawedClaims(
  flaw: FlawName,
  { life, now, clockSkewSeconds }: ClaimsRequest,
): Record<string, unknown> {
  switch (flaw) {
    case 'expired':
      return { iat: now - clockSkewSeconds - 60 - life, exp: now - clockSkewSeconds - 60 };
    case 'notYetValid': {
      const nbf = now + clockSkewSeconds + longestJtiLife;
      return { nbf, exp: nbf + life };
    }
    case 'expMissing':
      return { exp: null };
    case 'unknownClient':
      return { appId: `cs-${randomUUID()}` };
    case 'noClientId':
      return Object.fromEntries(clientIdClaims.map((claim) => [claim, null]));
    case 'jtiMissing':
      return { jti: null, kore_jti: null };
    case 'jtiExpiryTooFar':
      return { exp: now + longestJtiLife + clockSkewSeconds + Math.max(life, longestJtiLife) };
    default:
      return {};
  }
}

function present(claims: Record<string, unknown>): JWTPayload {
  return Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== null));
}
