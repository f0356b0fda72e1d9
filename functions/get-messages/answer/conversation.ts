import { type Conversation, conversationOf } from '../../domain/conversation.ts';
import { readRow } from '../../domain/rows/read-row.ts';
import type { Place } from '../../domain/slices/select.ts';
import type { SessionView } from '../../store/reader/session-view.ts';

/** What messages are made from, of a session that was written before the index had it. */
export const conversationIn = (row: string): Conversation =>
  conversationOf(readRow(JSON.parse(row), row, () => undefined));

/** The same of a session of a slice, from its row where the slice does not have it. */
export async function conversationAt(place: Place, view: SessionView): Promise<Conversation> {
  const known = place.slice.conversationAt(place.position);
  if (known) return known;
  const [found] = await view.rows([place]);
  return conversationIn(found?.row.text ?? '{}');
}
