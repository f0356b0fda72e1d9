import { setTimeout as pause } from 'node:timers/promises';
import type { Account } from './account.ts';
import type { Emulator } from './emulator.ts';

/** A request as the journal keeps it. */
export interface JournalEntry {
  id: string;
  at: string;
  api: string;
  route: 'bot' | 'account';
  method: string;
  path: string;
  query: string;
  body?: unknown;
  clientId: string;
  botId?: string;
  status: number;
  reason?: { code: string; text: string };
  unread: string[];
  notes?: string[];
  faults: { rule: number; effect: unknown }[];
  total?: number;
  returned?: number;
  answer?: string;
  narrowing?: Record<string, number>;
  durationMs: number;
  dynamodb: { calls: number; readUnits: number; writeUnits: number };
}

export interface JournalPage {
  requests: JournalEntry[];
  next?: string;
}

// A deployment writes the journal once it has answered; elsewhere reading waits for it.
const attempts = 40;
const pauseMs = 250;

/** Reads the journal, newest first, once it holds so many requests that match. */
export async function readJournal(
  emulator: Emulator,
  account: Account,
  count: number,
  query = '',
): Promise<JournalEntry[]> {
  for (let attempt = 1; ; attempt++) {
    const { requests } = await account.control<JournalPage>('GET', `/requests${query}`);
    if (requests.length >= count || emulator.kind !== 'url' || attempt === attempts) return requests;
    await pause(pauseMs);
  }
}
