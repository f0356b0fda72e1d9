import { endOfTime, startOfTime } from '../../domain/dates.ts';
import type { Narrowing } from '../../domain/journal.ts';
import type { SessionView } from '../../store/reader/session-view.ts';
import type { Asker } from '../../vendor/api.ts';
import type { MessagesQuery } from '../parse/request.ts';
import { findMessage, windowAround } from './anchor.ts';
import { gather, type Wanted } from './gather.ts';
import { Marks } from './marks.ts';
import { pageAt, pageOf } from './page.ts';

/** The filters that count for the bots that are asked, in the order of the steps. */
const filters = [
  ['channelType', 'channel'],
  ['tags', 'tags'],
  ['user', 'userId'],
  ['callId', 'callId'],
] as const satisfies [keyof Narrowing, keyof Wanted][];

/**
 * How many messages each part of a request has left, one after the other.
 *
 * @param withoutTasks whether those of alert and action tasks are left out
 * @returns undefined where the account has neither sessions nor messages
 */
export async function narrow(
  query: MessagesQuery,
  asker: Asker,
  withoutTasks: boolean,
  view: SessionView,
): Promise<Narrowing | undefined> {
  const marks = await Marks.read(view);
  const everyBot = [...asker.account.bots.keys()];
  if (marks.areNone && !(await view.hasAny(everyBot))) return undefined;
  const { anchor, sessionIds } = query;
  const message = anchor && (await findMessage(anchor.messageId, asker, view, marks));
  if (anchor && !message) return { message: 0, page: 0 };

  const window = query.window ?? (message && anchor && windowAround(message, anchor.direction));
  let wanted: Wanted = { window, withoutTasks: false };
  const ofEveryBot = async (): Promise<number> =>
    (await gather(wanted, { ...asker, botIds: everyBot }, view, marks)).total;
  const narrowing: Narrowing = {};
  if (window) narrowing[anchor ? 'message' : 'window'] = await ofEveryBot();
  if (sessionIds) {
    wanted = { ...wanted, sessionIds };
    narrowing.sessionId = await ofEveryBot();
  }
  let timeline = await gather(wanted, asker, view, marks);
  narrowing.bot = timeline.total;
  if (withoutTasks) {
    wanted = { ...wanted, withoutTasks };
    timeline = await gather(wanted, asker, view, marks);
    narrowing.tasks = timeline.total;
  }
  for (const [step, member] of filters) {
    wanted = { ...wanted, [member]: query[member] };
    if (timeline.total > 0 && query[member] !== undefined)
      timeline = await gather(wanted, asker, view, marks);
    narrowing[step] = timeline.total;
  }
  const page = message && anchor ? pageAt(timeline, query, anchor, message) : pageOf(timeline, query);
  narrowing.page = page.moments.length;
  const waiting = await notYetSent(query, asker, view, marks);
  return waiting === 0 ? narrowing : { ...narrowing, notYetStarted: waiting };
}

/** Those of the bots and sessions that lie in the window, and that the clock has not reached. */
async function notYetSent(
  { window = { from: startOfTime, to: endOfTime }, sessionIds }: MessagesQuery,
  asker: Asker,
  view: SessionView,
  marks: Marks,
): Promise<number> {
  const later = { from: Math.max(window.from, asker.now + 1), to: window.to };
  if (later.from > later.to) return 0;
  const wanted: Wanted = { window: later, sessionIds, withoutTasks: false };
  return (await gather(wanted, { ...asker, now: later.to }, view, marks)).total;
}
