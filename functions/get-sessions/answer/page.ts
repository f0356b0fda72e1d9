import { currentRow } from '../../domain/current-row.ts';
import { activeEndStep } from '../../domain/row.ts';
import { isActiveByClock } from '../../domain/session.ts';
import type { AccountSettings } from '../../domain/settings.ts';
import type { Place } from '../../domain/slices/select.ts';
import type { SliceEntry } from '../../domain/slices/slice.ts';
import type { PageRow } from '../../store/reader/row-cache.ts';
import type { SessionView } from '../../store/reader/session-view.ts';
import { chunks } from '../../store/table/parallel.ts';
import { escapedBytesOf, PageBuilder } from '../../vendor/page-builder.ts';
import { unpooled } from './envelope.ts';
import type { Page, PageCache } from './page-cache.ts';

// As many rows as are read before looking at their size: a page of 10,000 may be cut long before its end.
const rowsPerRead = 800;

/** What decides how the rows of active sessions look. */
export interface Instant {
  /** The account's clock, Unix ms. */
  now: number;
  activeEndTime: AccountSettings['activeEndTime'];
}

/**
 * The rows of a page as they are at an instant, as many as fit.
 *
 * @param maxBytes what they may take, escaped
 */
export async function pageOf(
  places: readonly Place[],
  maxBytes: number,
  instant: Instant,
  view: SessionView,
  pages: PageCache,
): Promise<Page> {
  const { now, activeEndTime } = instant;
  const kept = pages.get(places, now, activeEndTime);
  if (kept && kept.escapedBytes <= maxBytes) return kept;

  const builder = new PageBuilder(maxBytes);
  const added = await addRows(builder, places, instant, view);
  const { rows, bytes } = builder;
  const json = unpooled([rows.join(',')]);
  const page = { json, rows: rows.length, escapedBytes: bytes, activeEndTime, ...spanOf(added, instant) };
  if (rows.length === places.length && rows.length <= rowsPerRead) pages.set(places, page);
  return page;
}

/** @returns what found a place */
async function addRows(
  builder: PageBuilder,
  places: readonly Place[],
  instant: Instant,
  view: SessionView,
): Promise<SliceEntry[]> {
  const added: SliceEntry[] = [];
  for (const part of chunks(places, rowsPerRead)) {
    for (const pageRow of await view.rows(part)) {
      if (!addRow(builder, pageRow, instant)) return added;
      added.push(pageRow.entry);
    }
  }
  return added;
}

function addRow(builder: PageBuilder, { entry, row }: PageRow, { now, activeEndTime }: Instant): boolean {
  if (isActiveByClock(entry, now)) return builder.add(currentRow(entry, row.text, now, activeEndTime));
  return builder.add(row.text, escapedBytesOf(row));
}

/** From when and until before when the rows of the sessions are as at an instant between. */
function spanOf(
  entries: readonly SliceEntry[],
  { now, activeEndTime }: Instant,
): Pick<Page, 'from' | 'until'> {
  const ends = entries.filter(({ sessionStatus }) => sessionStatus === undefined);
  let from = Number.NEGATIVE_INFINITY;
  let until = Number.POSITIVE_INFINITY;
  for (const { endTime } of ends) {
    if (endTime <= now) from = Math.max(from, endTime);
    else until = Math.min(until, endTime);
  }
  if (until === Number.POSITIVE_INFINITY || activeEndTime === 'stored') return { from, until };
  const step = activeEndStep(now);
  return { from: Math.max(from, step.from), until: Math.min(until, step.until) };
}
