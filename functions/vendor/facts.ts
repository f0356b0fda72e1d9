import type { Strike } from '../domain/faults.ts';
import type { Reason } from '../domain/refusal.ts';
import { noUsage, type Usage } from '../store/table/meter.ts';
import type { Answer } from './api.ts';
import type { Caller } from './authenticate/authenticate.ts';
import type { RequestLogEntry } from './log.ts';
import type { Route } from './route.ts';

/** What becomes known of a request while it is answered; kept for log and journal whatever comes of it. */
export interface Facts {
  id: string;
  /** Unix ms of the machine's clock. */
  at: number;
  method: string;
  path: string;
  query: string;
  route?: Route;
  caller?: Caller;
  body?: Uint8Array;
  unread: string[];
  strikes: Strike[];
  reason?: Reason;
  answer?: Answer;
  usage: Usage;
  error?: NonNullable<RequestLogEntry['error']>;
  /** What log and journal both keep, once it is made. */
  redacted?: Redacted;
}

export type Redacted = Readonly<Pick<Facts, 'path' | 'query' | 'unread'>>;

export function newFacts(id: string, at: number, method: string, url: URL): Facts {
  return { id, at, method, path: url.pathname, query: url.search, unread: [], strikes: [], usage: noUsage() };
}

const mostNames = 50;
const longestName = 100;

/** Names that nothing read, cut to what a log can hold: they are the client's, as many and as long as it likes. */
export function boundedNames(names: readonly string[]): string[] {
  const kept = names
    .slice(0, mostNames)
    .map((name) => (name.length > longestName ? `${name.slice(0, longestName)}...` : name));
  return names.length > mostNames ? [...kept, `and ${names.length - mostNames} more`] : kept;
}
