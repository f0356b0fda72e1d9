import type { IncomingMessage } from 'node:http';
import { isIPv4, isIPv6 } from 'node:net';

/** Whether a name or an address, as it stands in a URL, is this machine's own. */
export function isLoopback(name: string): boolean {
  const bare = plain(name).replace(/^\[(.*)\]$/, '$1');
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  if (isIPv4(bare)) return bare.startsWith('127.');
  if (!isIPv6(bare) || bare.includes('%')) return false;
  const { hostname } = new URL(`http://[${bare}]`);
  return hostname === '[::1]' || hostname.startsWith('[::ffff:7f');
}

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** The name in a header `Host`, without its port. */
const nameIn = (host: string): string => plain(host.replace(/:\d*$/, ''));

/** Why a request is not answered as others are. */
export interface HostRefusal {
  status: number;
  code: string;
  detail: string;
}

/** Says by its header `Host` what is wrong with a request; undefined: nothing. */
export type CheckHost = (
  incoming: Pick<IncomingMessage, 'headers' | 'httpVersion'>,
) => HostRefusal | undefined;

/** RFC 9112, section 3.2: HTTP/1.1 asks for one, which may be empty; HTTP/1.0 does not. */
export const checkPresence: CheckHost = ({ headers, httpVersion }) =>
  headers.host === undefined && httpVersion !== '1.0'
    ? { status: 400, code: 'host_missing', detail: 'HTTP/1.1 asks for the header Host. Send one.' }
    : undefined;

/**
 * The rule of an emulator on a loopback address: it answers who calls it by such an address or by one of these names.
 * A web page can give its own name this machine's address (DNS rebinding), and could then read what it likes; but
 * what it sends still carries its name.
 *
 * @param names besides loopback's own
 */
export function allowOnly(names: readonly string[]): CheckHost {
  const allowed = new Set(names.map(nameIn));
  return (incoming) => {
    const { host } = incoming.headers;
    // No browser leaves it out.
    if (host === undefined) return checkPresence(incoming);
    if (isLoopback(nameIn(host)) || allowed.has(nameIn(host))) return undefined;
    const shown = host.slice(0, 200);
    return {
      status: 421,
      code: 'host_not_allowed',
      detail: `This emulator answers who calls it by localhost or a loopback address, and not by the name "${shown}". Start it with --allow-host and the name if that is right.`,
    };
  };
}
