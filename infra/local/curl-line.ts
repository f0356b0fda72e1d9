export interface CurlRequest {
  url: string;
  /** With its query string. */
  path: string;
  token: string;
  /** JSON text. */
  body: string;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** A request to a vendor route as a line for a POSIX shell. */
export function curlLine({ url, path, token, body }: CurlRequest): string {
  return [
    `curl -X POST ${quoted(url + path)}`,
    `-H ${quoted(`auth: ${token}`)}`,
    `-H 'Content-Type: application/json'`,
    `-d ${quoted(body)}`,
  ].join(' ');
}
