import type { Variables } from '../variables.ts';
import type { TrustFiles } from './trust.ts';

const here = 'localhost,127.0.0.1,::1';

/**
 * What has programs go through a proxy on this machine, and trust its authority.
 *
 * @param url of the proxy
 * @param before the environment that it is added to
 */
export function proxyVariables(
  url: string,
  { authority, bundle, trustStore }: Omit<TrustFiles, 'remove'>,
  before: Variables,
): Record<string, string> {
  const { hostname, port } = new URL(url);
  const java = [
    ...['http', 'https'].flatMap((scheme) => [
      `-D${scheme}.proxyHost=${hostname}`,
      `-D${scheme}.proxyPort=${port}`,
    ]),
    `-Djavax.net.ssl.trustStore=${trustStore}`,
    '-Djavax.net.ssl.trustStoreType=PKCS12',
  ];
  const both = {
    HTTP_PROXY: url,
    HTTPS_PROXY: url,
    NO_PROXY: [before['NO_PROXY'] ?? before['no_proxy'], here].filter(Boolean).join(','),
  };
  return {
    ...both,
    // Some programs read only these.
    ...Object.fromEntries(Object.entries(both).map(([name, value]) => [name.toLowerCase(), value])),
    NODE_EXTRA_CA_CERTS: authority,
    NODE_USE_ENV_PROXY: '1',
    SSL_CERT_FILE: bundle,
    REQUESTS_CA_BUNDLE: bundle,
    CURL_CA_BUNDLE: bundle,
    JAVA_TOOL_OPTIONS: [before['JAVA_TOOL_OPTIONS'], ...java].filter(Boolean).join(' '),
  };
}
