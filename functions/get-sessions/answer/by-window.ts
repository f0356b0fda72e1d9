import { inTurns } from '../../domain/in-turns.ts';
import { selectInSteps } from '../../domain/slices/select.ts';
import type { SessionView } from '../../store/reader/session-view.ts';
import type { Answer, Asker } from '../../vendor/api.ts';
import { fieldRefusal } from '../../vendor/fields-as-set.ts';
import { envelopeBytes, pageCut } from '../../vendor/page-builder.ts';
import type { SessionsQuery } from '../parse/request.ts';
import { afterRows, beforeRows, unpooled } from './envelope.ts';
import { pageOf } from './page.ts';
import type { Page, PageCache } from './page-cache.ts';

type ByWindow = Extract<SessionsQuery, { kind: 'byWindow' }>;

/**
 * The page of the sessions that match, and how many do.
 *
 * @param shuffle where a fault says so: what the order of equal starts follows from
 */
export async function answerByWindow(
  query: ByWindow,
  asker: Asker,
  view: SessionView,
  pages: PageCache,
  shuffle?: string | number,
): Promise<Answer> {
  const { account, botIds, now } = asker;
  // A session is visible once the clock has reached its start.
  const window = { from: query.window.from, to: Math.min(query.window.to, now) };
  const days = window.from > window.to ? [] : await view.days(botIds, window);
  const asked = { ...query, window };
  const { activeEndTime, equalStarts, maxResponseBytes, skipPastEnd } = account.settings;
  const selecting =
    shuffle === undefined && equalStarts === 'descending'
      ? inTurns(selectInSteps(days, asked, now))
      : import('./reordered.ts').then(({ selectAscending, selectShuffled }) =>
          shuffle === undefined
            ? selectAscending(days, asked, now)
            : selectShuffled(days, asked, now, shuffle),
        );
  // Most are quick: then nothing is waited for.
  const { total, page: places } = selecting instanceof Promise ? await selecting : selecting;

  if (skipPastEnd === 'refuse' && query.skip > 0 && query.skip >= total) {
    throw fieldRefusal(`skip: must be below ${total}, which is how many there are`);
  }
  const page = await pageOf(places, maxResponseBytes - envelopeBytes, { now, activeEndTime }, view, pages);
  const { rows } = page;
  const cut = rows < places.length;
  const before = beforeRows(total, cut || query.skip + rows < total);
  const answer = { body: bodyOf(page, before), total, returned: rows };
  if (!cut) return answer;
  return { ...answer, reason: pageCut(maxResponseBytes, `go on with skip ${query.skip + rows}`) };
}

/** The page in its envelope; the same as last time where the counts are. */
function bodyOf(page: Page, before: string): Buffer<ArrayBuffer> {
  if (page.sent?.before === before) return page.sent.body;
  const body = unpooled([before, page.json, afterRows()]);
  page.sent = { before, body };
  return body;
}
