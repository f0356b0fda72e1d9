import type { Store } from '../store/store.ts';
import type { RequestLog } from './log.ts';

export interface Dependencies {
  store: Store;
  /** The machine's clock, Unix ms. */
  systemNow: () => number;
  /** Waits so many ms; for faults that delay. */
  sleep: (ms: number) => Promise<unknown>;
  log: RequestLog;
  /** Takes work that the answer need not wait for, and that must not be lost. */
  afterResponse: (work: Promise<unknown>) => void;
  /** Breaks the connection instead of answering, where the server can; given what the server passed on. */
  dropConnection?: (environment: unknown) => Response;
}
