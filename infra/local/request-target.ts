import type { IncomingMessage } from 'node:http';
import { LruCache } from '../../functions/domain/lru-cache.ts';

/** What a URL is made of where a request names no host that can be in one. */
const standIn = 'localhost';

/**
 * Brings what a client wrote into a form of which a URL can be made: the emulator answers paths, whatever host they
 * are asked of. The header `host` itself stays as it was sent, among the raw headers.
 *
 * @param incoming is changed
 */
export function normalizeTarget(incoming: IncomingMessage): void {
  incoming.url = originForm(incoming.url ?? '/');
  const { host } = incoming.headers;
  if (host === undefined || host === '' || !isKnownHost(host)) incoming.headers.host = standIn;
}

/** What nearly all targets are: nothing in it has to be looked at. */
const plainTarget = /^\/[\w.~/-]*(?:\?[\w.~/=&%+,:-]*)?$/;

/** RFC 9112, section 3.2: absolute form is for proxies, and every server must take it; `*` is for OPTIONS. */
function originForm(target: string): string {
  if (plainTarget.test(target)) return target;
  const absolute = /^[a-z][a-z\d+.-]*:\/\/[^/?#]*([^#]*)/i.exec(target)?.[1];
  const path = absolute ?? target;
  const rooted = path.startsWith('/') ? path : `/${path}`;
  const plain = rooted.replaceAll('\\', '%5C');
  return URL.canParse(`http://${standIn}${plain}`) ? plain : '/';
}

// A client calls by the same name each time, and to look at it takes as long as to look at all else of a target.
const hosts = new LruCache<string, boolean>({ max: 100 });

function isKnownHost(host: string): boolean {
  const known = hosts.get(host) ?? isHost(host);
  hosts.set(host, known);
  return known;
}

/** Whether a host stays in a URL what it is: names of the shape of a number do not, and some cannot be in one. */
function isHost(host: string): boolean {
  if (!/^[\w.:[\]-]+$/.test(host) || !URL.canParse(`http://${host}/`)) return false;
  return new URL(`http://${host}/`).hostname === host.toLowerCase().replace(/:\d*$/, '');
}
