import { LruCache } from '../../domain/lru-cache.ts';
import { viewsOf } from './views.ts';

const parts =
  /secret|token|passw|passphrase|pwd|bearer|apikey|privatekey|accesskey|credential|jwt|cookie|authorization|authkey/;

const whole = new Set(['auth', 'xauth', 'pass', 'pw', 'basicauth', 'userauth']);

/** Whether what a field or parameter of this name holds is not to be kept, however the name is written. */
export function isSecretName(name: string): boolean {
  if (name.length > longestKnown) return tellsSecret(name);
  const known = found.get(name) ?? tellsSecret(name);
  found.set(name, known);
  return known;
}

// Requests have the same few names again and again.
const found = new LruCache<string, boolean>({ max: 500 });
const longestKnown = 64;

function tellsSecret(name: string): boolean {
  const last = viewsOf(name).at(-1)?.text ?? name;
  const plain = last.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
  return parts.test(plain) || whole.has(plain);
}
