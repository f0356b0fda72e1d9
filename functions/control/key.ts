import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { Problem } from './problem.ts';

/** Gives the key that callers must send; asked on every request, so a provider caches as it sees fit. */
export type ControlKeyProvider = () => Promise<string>;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Lets a request through only with `Authorization: Bearer <control key>`, compared in constant time. */
export function requireControlKey(provider: ControlKeyProvider): MiddlewareHandler {
  return async (context, next) => {
    const sent = /^Bearer (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1] ?? '';
    if (!timingSafeEqual(digest(sent), digest(await provider()))) {
      throw new Problem(
        401,
        'unauthorized',
        'Send the control key as "Authorization: Bearer <control key>".',
      );
    }
    await next();
  };
}
