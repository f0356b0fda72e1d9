import fc from 'fast-check';
import type { JournalEntry } from '../../../functions/domain/journal.ts';
import { anyCharacter } from '../../support/any-character.ts';

/** An entry as a request that came then (Unix ms) leaves it. */
export function makeEntry(id: string, at: number, body?: unknown): JournalEntry {
  return {
    id,
    at: new Date(at).toISOString(),
    method: 'POST',
    path: '/api/public/bot/st-1/getSessions',
    query: '',
    ...(body === undefined ? {} : { body }),
    status: 200,
    unread: [],
    faults: [],
    durationMs: 1,
    dynamodb: { calls: 0, readUnits: 0, writeUnits: 0 },
  };
}

/** In the order of the journal, newest first. */
export const newestFirst = (entries: readonly JournalEntry[]): JournalEntry[] =>
  [...entries].sort((a, b) => (`${a.at}#${a.id}` < `${b.at}#${b.id}` ? 1 : -1));

/** How long before its end a request came, ms: most are fast, some are not. */
export const latenessArbitrary = fc.oneof(
  { weight: 5, arbitrary: fc.nat({ max: 40 }) },
  { weight: 2, arbitrary: fc.integer({ min: 240, max: 260 }) },
  { weight: 1, arbitrary: fc.nat({ max: 5_000 }) },
);

/** Bodies of one to four bytes a character, few of them long. */
export const bodyArbitrary = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: anyCharacter, maxLength: 20 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('x', 'ü', '€', '😀', '\n'), fc.integer({ min: 1_000, max: 30_000 }))
      .map(([character, length]) => character.repeat(length)),
  },
);
