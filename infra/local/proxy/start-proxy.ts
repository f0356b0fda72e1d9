import type { Time } from '../../../functions/domain/time.ts';
import { makeCertificate } from '../tls/make-certificate.ts';
import { namedHosts } from './hosts.ts';
import { serveProxy } from './server.ts';
import { type TrustFiles, writeTrust } from './trust.ts';

export interface StartedProxy {
  url: string;
  trust: TrustFiles;
  /** Those that were asked for, and refused. */
  refused: ReadonlySet<string>;
  close: () => Promise<void>;
}

/**
 * Starts a proxy that has an emulator answer for the vendor, with an authority that is made for this run alone.
 *
 * @param named hosts in place of the vendor's own
 */
export async function startProxy(
  target: string,
  named: readonly string[],
  time: Time,
): Promise<StartedProxy> {
  const hosts = namedHosts(named);
  const { authority, cert, key } = await makeCertificate(hosts, time.now());
  const trust = writeTrust(authority);
  const refused = new Set<string>();
  const onRefused = (host: string): void => void refused.add(host);
  const { url, close } = await serveProxy({ target, hosts, certificate: { cert, key }, onRefused });
  return {
    url,
    trust,
    refused,
    close: async () => {
      await close();
      trust.remove();
    },
  };
}
