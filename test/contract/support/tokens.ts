import { type JWTPayload, SignJWT } from 'jose';
import type { App } from './account.ts';

export interface SignOptions {
  alg?: string;
  /** Instead of the app's secret, which is used as the literal string. */
  key?: Parameters<SignJWT['sign']>[0];
}

/** Signs claims as a client of the app does; the client id is among them unless the test says otherwise. */
export function sign(
  app: App,
  claims: JWTPayload = { appId: app.clientId },
  { alg = 'HS256', key }: SignOptions = {},
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg, typ: 'JWT' })
    .sign(key ?? new TextEncoder().encode(app.clientSecret));
}

/** One part of a token put together by hand. */
export function encodePart(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}
