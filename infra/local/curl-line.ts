export interface CurlRequest {
  url: string;
  /** With its query string. */
  path: string;
  token: string;
  /** JSON text. */
  body: string;
  /** Path of the certificate to trust, PEM. */
  authority?: string | undefined;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A request to a vendor route as a line for a POSIX shell. */
export function curlLine({ url, path, token, body, authority }: CurlRequest): string {
  return [
    `curl -X POST ${quoted(url + path)}`,
    ...(authority === undefined ? [] : [`--cacert ${quoted(authority)}`]),
    `-H ${quoted(`auth: ${token}`)}`,
    `-H 'Content-Type: application/json'`,
    `-d ${quoted(body)}`,
  ].join(' ');
}
