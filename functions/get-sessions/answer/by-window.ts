import { select } from '../../domain/slices/select.ts';
import type { SessionView } from '../../store/reader/session-view.ts';
import type { SessionsQuery } from '../parse/request.ts';
import { afterRows, beforeRows, envelopeBytes } from './envelope.ts';
import { pageOf } from './page.ts';
import type { Page } from './page-cache.ts';
import type { Answer, Asker } from './types.ts';
import { unpooled } from './unpooled.ts';

type ByWindow = Extract<SessionsQuery, { kind: 'byWindow' }>;

/** The page of the sessions that match, and how many do. */
export async function answerByWindow(query: ByWindow, asker: Asker, view: SessionView): Promise<Answer> {
  const { account, botIds, now } = asker;
  // A session is visible once the clock has reached its start.
  const window = { from: query.window.from, to: Math.min(query.window.to, now) };
  const days = window.from > window.to ? [] : await view.days(botIds, window);
  const { total, page: places } = select(days, { ...query, window }, now);

  const maxBytes = account.settings.maxResponseBytes - envelopeBytes;
  const page = await pageOf(places, maxBytes, { now, activeEndTime: account.settings.activeEndTime }, view);
  const { rows } = page;
  const cut = rows < places.length;
  const before = beforeRows(total, cut || query.skip + rows < total);
  return { body: bodyOf(page, before), total, returned: rows, cut };
}

/** The page in its envelope; the same as last time where the counts are. */
function bodyOf(page: Page, before: string): Buffer<ArrayBuffer> {
  if (page.sent?.before === before) return page.sent.body;
  const body = unpooled([before, page.json, afterRows()]);
  page.sent = { before, body };
  return body;
}
