import type { ControlClient } from '../../../client/client.ts';
import { pagesOf } from '../../../client/pages.ts';
import type { JournalEntry } from '../../../client/types.ts';
import { requestLine } from '../../request-line.ts';
import type { Invocation } from './command.ts';

const pollMs = 1000;
/** How many the control API gives where no limit is asked for. */
const defaultLimit = 100;
/** An entry is written once its request is answered, so a slow one comes after later ones. */
const latenessMs = 30_000;

export type JournalFilters = Readonly<Record<string, string | undefined>>;

/** A request as a line for people. */
export function entryText(entry: JournalEntry): string {
  const struck = entry.faults.map(({ rule }) => rule).join(', ');
  return `${entry.at}  ${requestLine(entry)}${struck === '' ? '' : `  fault ${struck}`}`;
}

/**
 * Prints what is there, oldest first, and then what comes, until the signal ends it.
 *
 * @param filters those of the control API; `limit` counts for what is there at the start
 */
export async function follow(
  { client, account, output, time }: Invocation,
  filters: JournalFilters,
  end: AbortSignal,
): Promise<void> {
  const seen = new Map<string, number>();
  let { from } = filters;
  /** What the first answer left out, as it was too old, must not come later. */
  let floor = Number.NEGATIVE_INFINITY;
  let most = Number(filters['limit'] ?? defaultLimit);
  while (!end.aborted) {
    const { requests, isCut } = await readNewest(client, account, { ...filters, from }, most);
    for (const entry of requests.reverse()) {
      const at = Date.parse(entry.at);
      if (seen.has(entry.id) || at <= floor) continue;
      seen.set(entry.id, at);
      output.raw(`${output.json ? JSON.stringify(entry) : entryText(entry)}\n`);
    }
    if (isCut) floor = Math.min(...seen.values());
    most = Number.POSITIVE_INFINITY;
    const newest = Math.max(...seen.values());
    if (Number.isFinite(newest)) {
      const oldest = newest - latenessMs;
      for (const [id, at] of seen) if (at < oldest) seen.delete(id);
      from = new Date(Math.max(floor, Date.parse(from ?? '') || 0, oldest)).toISOString();
    }
    await time.sleep(pollMs, end).catch(() => {});
  }
}

/**
 * Reads entries, newest first.
 *
 * @param most where to stop
 * @returns also whether older ones were left out
 */
async function readNewest(
  client: ControlClient,
  accountId: string,
  { limit, ...filters }: JournalFilters,
  most: number,
): Promise<{ requests: JournalEntry[]; isCut: boolean }> {
  const requests: JournalEntry[] = [];
  const query = { ...filters, ...(Number.isFinite(most) ? { limit } : {}) };
  for await (const page of pagesOf(client, 'getRequests', { accountId, query })) {
    requests.push(...page.requests);
    // A page may end before its limit, where a filter matches few.
    if (requests.length < most) continue;
    const isCut = requests.length > most || page.next !== undefined;
    return { requests: requests.slice(0, most), isCut };
  }
  return { requests, isCut: false };
}
