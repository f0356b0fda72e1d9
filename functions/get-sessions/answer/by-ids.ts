import { currentRow } from '../../domain/current-row.ts';
import { isId } from '../../domain/ids.ts';
import { inOrder } from '../../domain/query.ts';
import { tagsAreGone, withoutSessionTags } from '../../domain/row.ts';
import type { SessionView } from '../../store/reader/session-view.ts';
import type { Answer, Asker } from '../../vendor/api.ts';
import { envelopeBytes, escapedBytes, PageBuilder, pageCut } from '../../vendor/page-builder.ts';
import { afterRows, beforeRows } from './envelope.ts';

/** The sessions with these ids, as far as they exist, belong to the bots and are visible. */
export async function answerByIds(ids: readonly string[], asker: Asker, view: SessionView): Promise<Answer> {
  const { account, botIds, now } = asker;
  const { activeEndTime, emptyInvalidSessions, maxResponseBytes, sessionTagsMaxAgeDays } = account.settings;
  const found = (await view.find(ids.filter(isId)))
    .filter(({ botId, entry }) => botIds.includes(botId) && entry.startTime <= now)
    .sort((a, b) => inOrder(a.entry, b.entry, account.settings));
  const foundIds = new Set(found.map(({ entry }) => entry.sessionId));
  const invalid = ids.filter((id) => !foundIds.has(id));
  const invalidSessions = invalid.length > 0 || emptyInvalidSessions === 'include' ? invalid : undefined;

  const idBytes = escapedBytes(JSON.stringify(invalidSessions ?? []));
  const builder = new PageBuilder(maxResponseBytes - envelopeBytes - idBytes);
  const fits = found.every(({ entry, row }) => {
    const current = currentRow(entry, row.text, now, activeEndTime);
    const blank = tagsAreGone(entry.startTime, now, sessionTagsMaxAgeDays);
    return builder.add(blank ? withoutSessionTags(current) : current);
  });
  return {
    body: beforeRows(found.length, !fits) + builder.rows.join(',') + afterRows(invalidSessions),
    total: found.length,
    returned: builder.rows.length,
    ...(fits ? {} : { reason: pageCut(maxResponseBytes, 'ask for fewer ids') }),
  };
}
