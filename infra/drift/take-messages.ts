import type { Ask } from '../real-api/ask.ts';
import type { Outcome } from '../real-api/outcome.ts';
import { dayMs, iso } from './probes/within.ts';
import type { AskNamed } from './run-context.ts';
import type { MessageSample, NoMessages } from './sample.ts';

/** How many messages of either end are looked at. */
const rowsOfPage = 20;

interface Ends {
  from: string;
  to: string;
}

/** A request for messages of a window, in the newer version of the API. */
export function messagesWithin({ from, to }: Ends, fields: Record<string, unknown> = {}, ask: Ask = {}): Ask {
  return { api: 'getMessagesV2', body: { dateFrom: from, dateTo: to, limit: 1, ...fields }, ...ask };
}

/**
 * Asks for messages that the probes can work with.
 *
 * @param window that is over, and in which there are sessions
 * @param at Unix ms, now
 */
export async function takeMessages(
  ask: AskNamed,
  window: Ends,
  at: number,
): Promise<MessageSample | NoMessages> {
  const page = (ends: Ends, fields: Record<string, unknown>): Promise<Outcome> =>
    ask('a sample', messagesWithin(ends, { limit: rowsOfPage, ...fields }));
  const first = await page(window, { forward: true });
  if (first.kind === 'failed') return { why: `a plain request for messages failed: ${first.why}` };
  if (first.kind === 'refused') return { why: whyRefused(first.status, first.msg), refused: first };
  if (first.messages.length === 0) return { why: 'no messages of these days are shown' };
  const last = await page(window, { forward: false });
  if (last.kind !== 'answered') return { why: 'a plain request for the newest messages is not answered' };
  const longAgo = await page({ from: iso(at - 21 * dayMs), to: iso(at - 15 * dayMs) }, {});
  const old =
    longAgo.kind === 'answered'
      ? longAgo.messages.find(({ sessionId }) => typeof sessionId === 'string')
      : undefined;
  const { total, members, icon } = first;
  return { ...window, total, oldest: first.messages, newest: last.messages, members, icon, old };
}

/** Whether a refusal is one for who asks; all else about the token has passed with getSessions. */
export const isForScope = (status: number): boolean => status === 401 || status === 403;

function whyRefused(status: number, msg = ''): string {
  const said = `${status} ${msg}`.trim();
  return isForScope(status)
    ? `the app may not ask for messages (${said}): give it the scope "Chat History"`
    : `a plain request for messages is refused: ${said}`;
}
