import * as z from 'zod';
import { endOfTime } from '../../../domain/dates.ts';
import { faultRuleSchema, routeKinds } from '../../../domain/faults.ts';
import { type JournalEntry, narrowingSteps } from '../../../domain/journal.ts';
import type { PlacedEntry } from '../../../store/journal/items.ts';
import type { JournalRange } from '../../../store/journal/journal.ts';
import { count, cursor, fromCursor, instant, isoInstant, lastInstant, wholeNumber } from '../../fields.ts';
import { invalidField } from '../../problem.ts';

export const narrowingSchema = z
  .partialRecord(z.enum([...narrowingSteps, 'notYetStarted']), count)
  .meta({ description: 'How many sessions were left after each part of the request, in its order.' });

/** An entry of the journal as the API shows it. */
export const entrySchema = z.object({
  id: z.string(),
  at: isoInstant.meta({ description: "By the clock of the emulator's machine." }),
  method: z.string(),
  path: z.string(),
  api: z.string().optional().meta({ description: 'The API that was asked, as the vendor calls it.' }),
  route: z.enum(routeKinds).optional(),
  query: z.string(),
  body: z
    .unknown()
    .optional()
    .meta({ description: 'The JSON that was sent, or its text where it is none, very long or very deep.' }),
  clientId: z.string().optional(),
  botId: z.string().optional(),
  status: z.int(),
  reason: z.object({ code: z.string(), text: z.string() }).optional(),
  unread: z.array(z.string()).meta({ description: 'Fields and ?parameters that nothing read.' }),
  notes: z.array(z.string()).optional().meta({ description: 'What is odd about the request all the same.' }),
  faults: z.array(z.object({ rule: count, effect: faultRuleSchema.shape.effect })),
  answer: z.string().optional().meta({
    description:
      'The body that was answered, cut at 8,000 characters: of refusals, and of all with the setting journalAnswers.',
  }),
  total: count.optional(),
  returned: count.optional(),
  narrowing: narrowingSchema.optional(),
  durationMs: z.number().min(0),
  dynamodb: z.object({
    calls: count,
    readUnits: z.number().min(0),
    writeUnits: z.number().min(0),
  }),
});

export const requestsQuerySchema = z.strictObject({
  status: wholeNumber(100, 599).optional(),
  route: z.enum(routeKinds).optional(),
  botId: z.string().optional(),
  clientId: z.string().optional(),
  from: instant.optional(),
  to: lastInstant.optional(),
  limit: wholeNumber(1, 1000).optional(),
  cursor: cursor.optional(),
});

type RequestsQuery = z.output<typeof requestsQuerySchema>;

const placePattern = /^\d{4}-\d\d-\d\dT[\d:.]+Z#/;
const defaultLimit = 100;
const mostLookedAt = 5000;

function matches(entry: JournalEntry, { status, route, botId, clientId }: RequestsQuery): boolean {
  return (
    (status === undefined || entry.status === status) &&
    (route === undefined || entry.route === route) &&
    (botId === undefined || entry.botId === botId) &&
    (clientId === undefined || entry.clientId === clientId)
  );
}

export interface Found {
  entries: JournalEntry[];
  /** The place to go on from where there is more to look at. */
  next?: string;
}

/**
 * The newest entries that match; looks at a bounded number, so that a rare filter does not take for ever.
 *
 * @param read gives the entries of a range, newest first, some at a time
 */
export async function findEntries(
  query: RequestsQuery,
  read: (range: JournalRange) => AsyncIterable<PlacedEntry[]>,
): Promise<Found> {
  const { from = 0, to = endOfTime, cursor, limit = defaultLimit } = query;
  const before = cursor === undefined ? undefined : fromCursor(cursor);
  if (before !== undefined && !placePattern.test(before)) {
    throw invalidField('cursor', 'is not one that an answer gave');
  }
  const entries: JournalEntry[] = [];
  let seen = 0;
  let last = '';
  for await (const page of read({ from, to, before })) {
    for (const { place, entry } of page) {
      if (entries.length === limit && matches(entry, query)) return { entries, next: last };
      if (seen === mostLookedAt) return { entries, next: last };
      seen += 1;
      last = place;
      if (matches(entry, query)) entries.push(entry);
    }
  }
  return { entries };
}
