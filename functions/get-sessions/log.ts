import type { Usage } from '../store/meter.ts';
import type { Strike } from './faults.ts';

/** What is logged of one request and its answer; no token, no secret, no body. */
export interface RequestLogEntry {
  id: string;
  /** Unix ms of the machine's clock. */
  at: number;
  method: string;
  path: string;
  query: string;
  status: number;
  durationMs: number;
  dynamodb: Usage;
  accountId?: string;
  clientId?: string;
  botId?: string;
  reason?: { code: string; text: string };
  /** Fields and ?parameters that were sent and that nothing read. */
  unread?: string[];
  faults?: Strike[];
  total?: number;
  returned?: number;
  /** Set where the emulator itself failed. */
  error?: { name: string; message: string; stack?: string | undefined };
}

export type RequestLog = (entry: RequestLogEntry) => void;
