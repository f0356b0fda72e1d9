import { Failure } from '../../errors.ts';

/** The vendor's hosts, as far as its documentation names them, and all others of its domain. */
const vendorHosts = ['bots.kore.ai', 'platform.kore.ai', '*.kore.ai'];

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

/**
 * The hosts that somebody has named: none stands for the vendor's.
 *
 * @throws Failure that names one that is no host
 */
export function namedHosts(named: readonly string[]): readonly string[] {
  const hosts = named.map((name) => name.trim()).filter((name) => name !== '');
  const wrong = hosts.find((name) => !/^(\*\.)?[a-z\d_-]+(\.[a-z\d_-]+)*\.?$/i.test(name));
  if (wrong === undefined) return hosts.length > 0 ? hosts : vendorHosts;
  throw new Failure(
    `--proxy-host ${wrong} is no host: give its name alone, such as bots.example.com, or *.example.com for all below it.`,
  );
}
