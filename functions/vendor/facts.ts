import type { Strike } from '../domain/faults.ts';
import type { Narrowing } from '../domain/journal.ts';
import type { Reason } from '../domain/refusal.ts';
import type { IncomingRequest } from '../http/application.ts';
import { noUsage, type Usage } from '../store/table/meter.ts';
import type { Answer } from './api.ts';
import type { DecodedToken } from './authenticate/compact.ts';
import { type ClientWords, credentialsOf } from './client-words.ts';

/** What becomes known of a request while it is answered; kept for log and journal whatever comes of it. */
export interface Facts extends ClientWords {
  /** A UUID of version 7 (RFC 9562): among requests of one millisecond the journal goes by it, in the order they came. */
  id: string;
  /** Unix ms of the machine's clock. */
  at: number;
  /** What is odd about the request all the same. */
  notes: string[];
  strikes: Strike[];
  /** Whether the body is waited for. */
  isArriving?: boolean;
  reason?: Reason;
  /** Set once the token has been read. */
  token?: DecodedToken;
  answer?: Answer;
  /** Finds out why nothing was found, where that is so. */
  narrow?: () => Promise<Narrowing | undefined>;
  usage: Usage;
}

export function newFacts(id: string, at: number, request: IncomingRequest, url: URL): Facts {
  return {
    id,
    at,
    method: request.method,
    path: url.pathname,
    query: url.search,
    credentials: credentialsOf(request.headers),
    unread: [],
    notes: [],
    strikes: [],
    usage: noUsage(),
  };
}
