import type { Narrowing } from '../../domain/journal.ts';
import type { Timeline } from '../../domain/messages/timeline.ts';
import type { SessionReader } from '../../store/reader/session-reader.ts';
import type { SessionView } from '../../store/reader/session-view.ts';
import type { Usage } from '../../store/table/meter.ts';
import type { Answer, Asker, Sent } from '../../vendor/api.ts';
import { fieldRefusal } from '../../vendor/fields-as-set.ts';
import { envelopeBytes, pageCut } from '../../vendor/page-builder.ts';
import { readSteadily } from '../../vendor/read-steadily.ts';
import { type MessagesQuery, parseRequest, type Version } from '../parse/request.ts';
import { findMessage, windowAround } from './anchor.ts';
import { type BodyCache, bodyCacheOf } from './body-cache.ts';
import { gather } from './gather.ts';
import type { Talk } from './made-messages.ts';
import { Marks } from './marks.ts';
import { narrow } from './narrowing.ts';
import { type MessagePage, pageAt, pageOf } from './page.ts';
import { rowsOf } from './rows.ts';

/**
 * Answers a request from what the table holds, and from what is made up of it.
 *
 * @param usage to which is added what it costs
 * @throws Refusal where it is not valid, or the account is gone by now
 */
export async function answer(
  sent: Sent,
  asker: Asker,
  version: Version,
  reader: SessionReader,
  usage: Usage,
): Promise<Answer> {
  const query = parseRequest(sent, version, asker.account.settings, asker.now);
  const work = async (view: SessionView): Promise<Answer> => {
    const page = await findPage(query, asker, version, view, sent.shuffle);
    if (asker.account.settings.skipPastEnd === 'refuse' && query.skip > 0 && query.skip >= page.total)
      throw fieldRefusal(`skip: must be below ${page.total}, which is how many there are`);
    // Slices that are made for ids alone are met by no other request.
    const bodies = query.sessionIds ? undefined : bodyCacheOf(reader);
    return answerOf(page, query, asker, view, bodies);
  };
  return readSteadily(asker, reader, work, usage);
}

/**
 * How many messages each part of a request has left; undefined where the account has none, and no sessions.
 *
 * @throws Refusal as `answer`
 */
export async function explain(
  sent: Sent,
  asker: Asker,
  version: Version,
  reader: SessionReader,
): Promise<Narrowing | undefined> {
  const query = parseRequest(sent, version, asker.account.settings, asker.now);
  return readSteadily(asker, reader, (view) => narrow(query, asker, leavesTasksOut(version), view));
}

/** Alert and action messages are of version 1 alone (vendor page). */
const leavesTasksOut = (version: Version): boolean => version === 2;

async function findPage(
  query: MessagesQuery,
  asker: Asker,
  version: Version,
  view: SessionView,
  shuffle?: string | number,
): Promise<MessagePage> {
  const marks = await Marks.read(view);
  const wanted = { ...query, withoutTasks: leavesTasksOut(version) };
  const { anchor } = query;
  if (!anchor) return pageOf(await gather(wanted, asker, view, marks), query, shuffle);
  const message = await findMessage(anchor.messageId, asker, view, marks);
  if (!message) return { total: 0, moments: [], isReversed: false, moreAvailable: false };
  const window = query.window ?? windowAround(message, anchor.direction);
  const timeline: Timeline<Talk> = await gather({ ...wanted, window }, asker, view, marks);
  return pageAt(timeline, query, anchor, message);
}

async function answerOf(
  { total, moments, isReversed, moreAvailable }: MessagePage,
  { callId, row, skip }: MessagesQuery,
  { account }: Asker,
  view: SessionView,
  bodies: BodyCache | undefined,
): Promise<Answer> {
  const { maxResponseBytes, messagesIcon } = account.settings;
  const form = { ...row, isOfCall: callId !== undefined, accountId: account.accountId };
  const icon = messagesIcon === null ? '' : `"icon":${JSON.stringify(messagesIcon)},`;
  const head = (more: boolean): string => `{"total":${total},"moreAvailable":${more},${icon}"messages":[`;
  const around = JSON.stringify([head(moreAvailable), form, isReversed, maxResponseBytes]);
  const key = bodies?.keyOf(moments, around);
  const known = key === undefined ? undefined : bodies?.get(key);
  if (known) return { body: known, total, returned: moments.length };

  const rows = await rowsOf(moments, maxResponseBytes - envelopeBytes, form, view);
  const isCut = rows.length < moments.length;
  const returned = rows.length;
  if (isReversed) rows.reverse();
  const text = `${head(isCut || moreAvailable)}${rows.join(',')}]}`;
  const body = new TextEncoder().encode(text);
  if (isCut)
    return { body, total, returned, reason: pageCut(maxResponseBytes, `go on with skip ${skip + returned}`) };
  if (key !== undefined) bodies?.set(key, body);
  return { body, total, returned };
}
