import { dayMs } from '../../domain/dates.ts';
import { isId } from '../../domain/ids.ts';
import { markOf, placeOf } from '../../domain/messages/ids.ts';
import type { Position } from '../../domain/messages/timeline.ts';
import { matchesIn } from '../../domain/slices/matches.ts';
import type { Window } from '../../domain/window.ts';
import type { SessionView } from '../../store/reader/session-view.ts';
import { keptMessageId, messagesOf } from '../../store/table/keys.ts';
import type { Asker } from '../../vendor/api.ts';
import type { Anchor } from '../parse/request.ts';
import { conversationAt } from './conversation.ts';
import { MadeMessages } from './made-messages.ts';
import type { Marks } from './marks.ts';

/** How far from a message others are looked for: as far as a window goes that only one end is given of. */
const reachMs = 7 * dayMs;

/** The time around a message in which others are looked for (assumed). */
export function windowAround({ time }: Position, direction: Anchor['direction']): Window {
  return {
    from: direction === 'forward' ? time : time - reachMs,
    to: direction === 'back' ? time : time + reachMs,
  };
}

/** Where a message stands that the asker can see, by its id; undefined where there is none. */
export async function findMessage(
  messageId: string,
  asker: Asker,
  view: SessionView,
  marks: Marks,
): Promise<Position | undefined> {
  const found =
    (await findMade(messageId, asker, view, marks)) ?? (await findKept(messageId, asker, view, marks));
  return found && found.time <= asker.now ? found : undefined;
}

async function findKept(
  messageId: string,
  { botIds }: Asker,
  view: SessionView,
  marks: Marks,
): Promise<Position | undefined> {
  if (marks.areNone || !isId(messageId)) return undefined;
  const [found] = await view.find([keptMessageId(messageId)]);
  if (!found || !botIds.map(messagesOf).includes(found.botId)) return undefined;
  return { time: found.entry.startTime, key: messageId, number: 0 };
}

async function findMade(
  messageId: string,
  { botIds, now }: Asker,
  view: SessionView,
  marks: Marks,
): Promise<Position | undefined> {
  const wanted = placeOf(messageId);
  if (!wanted) return undefined;
  const from = wanted.second * 1000;
  const second = { from, to: from + 999 };
  for (const { slice, hidden } of (await view.days(botIds, second)).flat()) {
    const matches = matchesIn(slice, second, {}, now).without(hidden);
    for (let index = 0; index < matches.count; index++) {
      const place = { slice, position: matches.positionAt(index) };
      const sessionId = slice.idAt(place.position);
      if (markOf(sessionId).own !== wanted.own || marks.has(sessionId)) continue;
      const run = new MadeMessages(place, await conversationAt(place, view));
      if (wanted.number >= run.messages) continue;
      return { time: run.timeOf(wanted.number), key: sessionId, number: wanted.number };
    }
  }
  return undefined;
}
