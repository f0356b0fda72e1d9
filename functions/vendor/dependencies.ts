import type { Time } from '../domain/time.ts';
import type { Reply } from '../http/application.ts';
import type { VendorStore } from '../store/vendor-store.ts';
import type { RequestLog } from './log.ts';
import type { Routes } from './route.ts';

export interface Dependencies {
  store: VendorStore;
  time: Time;
  log: RequestLog;
  /** Takes work that the answer need not wait for, and that must not be lost. */
  afterResponse: (work: Promise<unknown>) => void;
  /** Breaks the connection instead of answering, where the server can; given what it passed beside the request. */
  dropConnection?: (bindings: unknown) => Reply;
}

/** What every request is answered with. */
export interface FrontDoor extends Dependencies {
  routes: Routes;
}
