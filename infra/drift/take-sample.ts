import type { Answered, RealRow } from '../real-api/outcome.ts';
import { sessionTagsOf } from './probes/session-ids.ts';
import { dayMs, iso } from './probes/within.ts';
import type { AskNamed } from './run-context.ts';
import type { Sample } from './sample.ts';
import { takeMessages } from './take-messages.ts';

/** Far enough back that no session begins within it any more. */
const quietMs = 15 * 60_000;
const spanDays = 6;
const mostPages = 4;
const enoughRows = 300;
/** How many windows are looked through for one with sessions. */
const mostWindows = 4;

/** Why there is no sample, for people. */
export class NoSample extends Error {}

/**
 * Asks for sessions that the probes can work with: those of the newest six days that have any.
 *
 * @throws NoSample where a plain request is not answered, or there are no sessions
 */
export async function takeSample(
  ask: AskNamed,
  botId: string,
  hasAdmin: boolean,
  at: number,
): Promise<Sample> {
  for (let back = 0; back < mostWindows; back++) {
    const to = at - quietMs - back * spanDays * dayMs;
    const window = { from: iso(to - spanDays * dayMs), to: iso(to) };
    const first = await pageOf(ask, window, 0);
    if (first.total === 0) continue;
    const rows = await moreRows(ask, window, first);
    const known = knownPart(window, rows, first.total);
    const account = hasAdmin ? await ofAccount(ask, known, botId) : undefined;
    return {
      at,
      ...known,
      wide: { ...window, total: first.total },
      accountTotal: account?.total,
      otherBotsId: account?.otherBotsId,
      old: await oldSession(ask, at),
      messages: await takeMessages(ask, window, at),
    };
  }
  throw new NoSample('no sessions began in the last 24 days');
}

interface Ends {
  from: string;
  to: string;
}

async function pageOf(ask: AskNamed, { from, to }: Ends, skip: number): Promise<Answered> {
  const body = { dateFrom: from, dateTo: to, limit: 100, skip };
  const outcome = await ask('a sample', { body });
  if (outcome.kind === 'answered') return outcome;
  const said = outcome.kind === 'failed' ? outcome.why : `${outcome.status} ${outcome.msg ?? ''}`.trim();
  throw new NoSample(`a plain request is not answered: ${said}`);
}

async function moreRows(ask: AskNamed, window: Ends, first: Answered): Promise<RealRow[]> {
  const rows = [...first.rows];
  for (let page = 1; page < mostPages && rows.length < Math.min(first.total, enoughRows); page++) {
    const next = await pageOf(ask, window, rows.length);
    if (next.rows.length === 0) break;
    rows.push(...next.rows);
  }
  return rows;
}

/** The part of a window whose sessions are all known: above the oldest start that was seen where there are more. */
function knownPart({ from, to }: Ends, rows: readonly RealRow[], total: number): Ends & { rows: RealRow[] } {
  if (rows.length >= total) return { from, to, rows: [...rows] };
  const oldest = Math.min(...rows.map((row) => Date.parse(row.start_time)));
  return {
    from: iso(oldest + 1),
    to,
    rows: rows.filter((row) => Date.parse(row.start_time) > oldest),
  };
}

async function ofAccount(
  ask: AskNamed,
  { from, to }: Ends,
  botId: string,
): Promise<{ total: number; otherBotsId: string | undefined } | undefined> {
  const body = { dateFrom: from, dateTo: to, limit: 100 };
  const outcome = await ask('a sample', { body, route: 'account', as: 'admin' });
  if (outcome.kind !== 'answered') return undefined;
  const other = outcome.rows.find((row) => row['botId'] !== botId);
  return { total: outcome.total, otherBotsId: other?.sessionId };
}

async function oldSession(ask: AskNamed, at: number): Promise<Sample['old']> {
  const body = { dateFrom: iso(at - 21 * dayMs), dateTo: iso(at - 15 * dayMs), limit: 50 };
  const outcome = await ask('a sample', { body });
  if (outcome.kind !== 'answered') return undefined;
  const tagged = outcome.rows.find((row) => !['[]', 'null'].includes(sessionTagsOf(row)));
  return tagged && { sessionId: tagged.sessionId, tags: sessionTagsOf(tagged) };
}
