import type { RouteKind, Strike } from '../domain/faults.ts';
import type { JournalEntry } from '../domain/journal.ts';

/** What is logged of one request and its answer; no token, no secret, no body. */
export interface RequestLogEntry {
  id: string;
  /** Unix ms of the machine's clock. */
  at: number;
  /** The API that was asked, as the vendor calls it; absent with `route` where no API has the path. */
  api?: string;
  route?: RouteKind;
  /** What metrics count the request under: a name of the route, or `other`. */
  metricRoute: string;
  method: string;
  path: string;
  query: string;
  status: number;
  durationMs: number;
  dynamodb: JournalEntry['dynamodb'];
  /** Day slices of the index that were read, as none in memory was fresh enough. */
  slicesRead: number;
  accountId?: string;
  clientId?: string;
  botId?: string;
  reason?: { code: string; text: string };
  /** Fields and ?parameters that were sent and that nothing read. */
  unread?: string[];
  /** What is odd about the request all the same, such as an `exp` in milliseconds. */
  notes?: string[];
  faults?: Strike[];
  total?: number;
  returned?: number;
  /** Set where the emulator itself failed. */
  error?: { name: string; message: string; stack?: string | undefined };
}

/** @param bindings what the server passed beside the request; in Lambda they have the ids of the request */
export type RequestLog = (entry: RequestLogEntry, bindings: unknown) => void;
