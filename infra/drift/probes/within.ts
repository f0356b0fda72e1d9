import type { Ask } from '../../real-api/ask.ts';
import type { Sample } from '../sample.ts';

/** A request for the sessions of the sample, one row of them. */
export function within({ from, to }: Sample, fields: Record<string, unknown> = {}, ask: Ask = {}): Ask {
  return { body: { dateFrom: from, dateTo: to, limit: 1, ...fields }, ...ask };
}

export const dayMs = 86_400_000;

/** ISO 8601 with milliseconds and `Z`. */
export const iso = (ms: number): string => new Date(ms).toISOString();

export const dateOf = (ms: number): string => iso(ms).slice(0, 10);
