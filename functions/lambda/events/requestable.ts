/** What an event says of a request, in one form for both kinds of API. */
export interface EventRequest {
  /** One that a web-standard Request can have. */
  method: string;
  /** As it stands in a URL. */
  path: string;
  /** As it stands in a URL, behind the question mark. */
  query: string;
  /** Names in any case; a name may be there several times. */
  fields: [name: string, value: string][];
}

/** Methods that a web-standard Request cannot have; to the emulator they are as wrong as any but POST. */
const impossible = new Set(['CONNECT', 'TRACE', 'TRACK']);

const bodyless = new Set(['GET', 'HEAD']);

/** Methods that a web-standard Request has in upper case, however they are sent. (Fetch Standard: "normalize a method".) */
const normalized = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT']);

/** The method to make a Request with. */
export function requestableMethod(method: string): string {
  if (impossible.has(method)) return 'OPTIONS';
  const upper = method.toUpperCase();
  return normalized.has(upper) ? upper : method;
}

/** Whether a Request with this method cannot have a body. */
export function hasNoBody(method: string): boolean {
  return bodyless.has(method);
}

/**
 * Escapes what no path of a URL has: "?" and "#" would end it, "\" would become "/", and line breaks anywhere and other
 * control characters at the end would be dropped. A path that is still encoded stays as it is.
 */
export function escapePath(path: string): string {
  return path.replace(/[?#\\\s\p{Cc}]/gu, encodeURIComponent);
}
