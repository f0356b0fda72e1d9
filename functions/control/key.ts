import { createHash, timingSafeEqual } from 'node:crypto';
import { Problem } from './problem.ts';

/**
 * Gives the keys that are good now. It is asked on every request, so a provider caches as it sees fit.
 *
 * @param sent what the caller came with, never empty: a provider that does not know it may look anew
 */
export type ControlKeyProvider = (sent: string) => Promise<readonly string[]>;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether a text is one of the keys. Each is compared in constant time, whichever it is. */
export function isOneOf(sent: string, keys: readonly string[]): boolean {
  const wanted = digest(sent);
  return keys.map((key) => timingSafeEqual(wanted, digest(key))).includes(true);
}

const missing = 'Send the control key as "Authorization: Bearer <control key>".';

const wrong =
  'The control key is not, or is no longer, the one of this emulator: read it anew, in a deployment from the secret ' +
  'that "npm run url -- --env NAME" names as controlKeySecret, on a laptop from what the emulator printed at its start.';

// The scheme that RFC 9110, section 11.6.1, has a 401 name.
const challenge = { 'www-authenticate': 'Bearer' };

const unauthorized = (detail: string): Problem => new Problem(401, 'unauthorized', detail, [], challenge);

/**
 * Lets a request pass only with `Authorization: Bearer <control key>`.
 *
 * @throws Problem, 401, where the key is missing or is none of the good ones
 */
export async function requireControlKey({ headers }: Request, provider: ControlKeyProvider): Promise<void> {
  const sent = /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (sent === undefined) throw unauthorized(missing);
  if (!isOneOf(sent, await provider(sent))) throw unauthorized(wrong);
}
