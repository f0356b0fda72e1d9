import { asActive } from '../../domain/row.ts';
import { statusAt } from '../../domain/session.ts';
import type { Place } from '../../domain/slices/select.ts';
import type { SliceEntry } from '../../domain/slices/slice.ts';
import type { PageRow } from '../../store/reader/row-cache.ts';
import type { SessionView } from '../../store/reader/session-view.ts';
import { chunks } from '../../store/table/parallel.ts';
import { unpooled } from './envelope.ts';
import { escapedBytes, PageBuilder } from './page-builder.ts';
import type { Page, PageCache } from './page-cache.ts';

// As many rows as are read before looking at their size: a page of 10,000 may be cut long before its end.
const rowsPerRead = 800;

/**
 * The rows of a page as they are at an instant, as many as fit.
 *
 * @param maxBytes what they may take, escaped
 * @param now the account's clock, Unix ms
 */
export async function pageOf(
  places: readonly Place[],
  maxBytes: number,
  now: number,
  view: SessionView,
  pages: PageCache,
): Promise<Page> {
  const kept = pages.get(places, now);
  if (kept && kept.escapedBytes <= maxBytes) return kept;

  const builder = new PageBuilder(maxBytes);
  const added = await addRows(builder, places, now, view);
  const { rows, bytes } = builder;
  const json = unpooled([rows.join(',')]);
  const page = { json, rows: rows.length, escapedBytes: bytes, ...spanOf(added, now) };
  if (rows.length === places.length && rows.length <= rowsPerRead) pages.set(places, page);
  return page;
}

/** @returns what found a place */
async function addRows(
  builder: PageBuilder,
  places: readonly Place[],
  now: number,
  view: SessionView,
): Promise<SliceEntry[]> {
  const added: SliceEntry[] = [];
  for (const part of chunks(places, rowsPerRead)) {
    for (const pageRow of await view.rows(part)) {
      if (!addRow(builder, pageRow, now)) return added;
      added.push(pageRow.entry);
    }
  }
  return added;
}

/** Sizes of rows are kept, because measuring a row takes longer than all else that is done with it. */
const sizes = new WeakMap<PageRow['row'], number>();

function addRow(builder: PageBuilder, { entry, row }: PageRow, now: number): boolean {
  if (statusAt(entry, now) === 'active') return builder.add(asActive(row.text));
  const size = sizes.get(row) ?? escapedBytes(row.text);
  sizes.set(row, size);
  return builder.add(row.text, size);
}

/** The span of instants around `now` in which the same sessions are active; `until` is not in it. */
function spanOf(entries: readonly SliceEntry[], now: number): Pick<Page, 'from' | 'until'> {
  const ends = entries.filter(({ sessionStatus }) => sessionStatus === undefined);
  return {
    from: ends.reduce((last, { endTime }) => (endTime <= now ? Math.max(last, endTime) : last), -Infinity),
    until: ends.reduce((first, { endTime }) => (endTime > now ? Math.min(first, endTime) : first), Infinity),
  };
}
