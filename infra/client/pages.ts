import type { ControlClient } from './client.ts';
import type { Calls } from './types.ts';

/** Calls that answer in pages. */
type Paged = 'listAccounts' | 'getRequests';

/** All pages of a call, each asked for once the one before has been read. */
export async function* pagesOf<Id extends Paged>(
  client: ControlClient,
  id: Id,
  given: Calls[Id]['takes'],
): AsyncGenerator<Calls[Id]['gives'], void> {
  let cursor: string | undefined;
  do {
    const page: Calls[Id]['gives'] = await client.call(id, {
      ...given,
      query: { ...given.query, ...(cursor === undefined ? {} : { cursor }) },
    });
    yield page;
    cursor = page.next;
  } while (cursor !== undefined);
}

/** The NDJSON of all sessions, or all imported messages, of an account, a page at a time. */
export async function* exportRows(
  client: ControlClient,
  accountId: string,
  what: 'sessions' | 'messages',
): AsyncGenerator<string, void> {
  const path = `/accounts/${encodeURIComponent(accountId)}/${what}`;
  let search: string | undefined = '';
  while (search !== undefined) {
    const { text, headers } = await client.lines(path + search);
    yield text;
    search = nextOf(headers);
  }
}

/** The NDJSON of all sessions of an account, a page at a time. */
export const exportSessions = (client: ControlClient, accountId: string): AsyncGenerator<string, void> =>
  exportRows(client, accountId, 'sessions');

/** The query string of the page after this one (RFC 8288). */
function nextOf(headers: Headers): string | undefined {
  return /<[^>?]*(\?[^>]*)>; *rel="next"/.exec(headers.get('link') ?? '')?.[1];
}
