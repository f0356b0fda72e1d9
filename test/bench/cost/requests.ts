import { rareUser, someTag } from '../support/sessions.ts';

/** One kind of request that is measured: a route and a filter. */
export interface RequestKind {
  name: string;
  route: 'bot' | 'account';
  /** Of the URL, without the question mark. */
  query?: string;
  /** Of the body. */
  filter?: Record<string, unknown>;
}

export const withoutFilter: RequestKind = { name: 'no filter', route: 'bot' };

/** The requests for the sessions of one bot. */
export const botRequests: readonly RequestKind[] = [
  withoutFilter,
  ...['selfService', 'dropOff', 'agent'].map(
    (type): RequestKind => ({ name: type, route: 'bot', query: `containmentType=${type}` }),
  ),
  {
    name: 'agent, interactive',
    route: 'bot',
    query: 'containmentType=agent',
    filter: { sessionType: 'interactive' },
  },
  {
    name: `one user, ${rareUser.sessions} sessions`,
    route: 'bot',
    filter: { userId: rareUser.userId },
  },
  { name: 'a tag', route: 'bot', filter: { tags: { and: [someTag] } } },
];

/** The request for the sessions of every bot of an account. */
export const accountRequest: RequestKind = { name: 'account route, ten bots', route: 'account' };

/** Where pages of one length begin that are measured. */
export const depths = ['first', 'half', 'last'] as const;
export type Depth = (typeof depths)[number];

/** How many matches a page leaves out. */
export function skipOf(depth: Depth, total: number, limit: number): number {
  if (depth === 'first' || total === 0) return 0;
  return depth === 'half' ? Math.floor(total / 2) : Math.floor((total - 1) / limit) * limit;
}
