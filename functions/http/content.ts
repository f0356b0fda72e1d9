/** What header fields say of a body (RFC 9110, section 8). */

/**
 * The codings that a body has been given, in the order in which they were: in lower case, an x-gzip as the gzip that it
 * is, and without `identity`, which changes nothing.
 */
export function contentCodings(header: string | null): string[] {
  return listOf(header)
    .map((coding) => (coding === 'x-gzip' ? 'gzip' : coding))
    .filter((coding) => coding !== 'identity');
}

/** The type and subtype of a media type, in lower case and without its parameters; undefined where there is none. */
export function mediaTypeOf(header: string | null): string | undefined {
  return /^\s*([^\s;/]+\/[^\s;]+)\s*(?:;|$)/.exec(header ?? '')?.[1]?.toLowerCase();
}

/** The elements of a list (section 5.6.1): those that are empty do not count. */
const listOf = (header: string | null): string[] =>
  (header ?? '')
    .split(',')
    .map((element) => element.trim().toLowerCase())
    .filter((element) => element !== '');
