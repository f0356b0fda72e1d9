/** The vendor's hosts, as far as its documentation names them, and all others of its domain. */
export const vendorHosts = ['bots.kore.ai', 'platform.kore.ai', '*.kore.ai'];

const plain = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/**
 * Whether a host is among those that the proxy answers for.
 *
 * @param hosts names, or `*.` and a domain for any name one or more levels below it
 */
export function answersFor(hosts: readonly string[], name: string): boolean {
  const asked = plain(name);
  return hosts
    .map(plain)
    .some((host) => (host.startsWith('*.') ? asked.endsWith(host.slice(1)) : asked === host));
}
