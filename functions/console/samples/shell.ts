const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** JSON that every terminal shows and every shell passes on. */
function ascii(text: string): string {
  return text.replace(
    /[^\x20-\x7e\n]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A request as code shows it. */
export interface Sample {
  url: string;
  method: string;
  token: string | undefined;
  /** JSON, or whatever was sent. */
  body: string | undefined;
}

/** As a line for a POSIX shell. */
export function curl({ url, method, token, body }: Sample): string {
  return [
    `curl -i -X ${method} ${quoted(url)}`,
    ...(token === undefined ? [] : [`-H ${quoted(`auth: ${token}`)}`]),
    ...(body === undefined ? [] : ["-H 'Content-Type: application/json'", `-d ${quoted(ascii(body))}`]),
  ].join(' \\\n  ');
}
