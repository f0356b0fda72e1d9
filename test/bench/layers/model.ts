import { newestFirst } from '../../../functions/domain/query.ts';
import { toRow } from '../../../functions/domain/row.ts';
import type { Session } from '../../../functions/domain/session.ts';

/** What is done to one copy of a data set. */
export interface Changes {
  put: readonly Session[];
  removed: readonly string[];
}

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/**
 * Changes of a copy, spread over its sessions: a fifth of them removed, a fifth added, a fifth moved to another day, the
 * rest changed where they are.
 *
 * @param base what all copies begin with
 * @param copy its number, from 0: each copy is changed at other places
 */
export function changesOf(base: readonly Session[], copy: number, count: number): Changes {
  const apart = Math.floor(base.length / count);
  const put: Session[] = [];
  const removed: string[] = [];
  for (let index = 0; index < count; index++) {
    const session = base[(index * apart + copy * 7) % base.length];
    if (!session) throw new Error('There is nothing to change.');
    const { startTime, endTime } = session;
    const changed = { ...session, noOfMessagesExchanged: 1_000 + copy };
    if (index % 5 === 0) removed.push(session.sessionId);
    else if (index % 5 === 1) put.push({ ...changed, sessionId: `new-${copy}-${index}` });
    else if (index % 5 === 2) {
      const days = index % 2 === 0 ? 1 : -1;
      // To the day before or after, as far as that lies in the window.
      const by = inside(base, startTime + days * dayMs) ? days * dayMs : -days * dayMs;
      put.push({ ...changed, startTime: startTime + by, endTime: endTime + by });
    } else put.push(changed);
  }
  return { put, removed };
}

function inside(base: readonly Session[], instant: number): boolean {
  return instant >= (base[0]?.startTime ?? 0) && instant <= (base.at(-1)?.startTime ?? 0);
}

/** What an account with these sessions answers, page by page: a map that is copied, and sorted. */
export class CopyModel {
  readonly #sorted: Session[];
  readonly #textOf: (session: Session) => string;

  /** @param textOf the text of a session's row */
  constructor(base: ReadonlyMap<string, Session>, { put, removed }: Changes, textOf = rowText) {
    const sessions = new Map(base);
    for (const id of removed) sessions.delete(id);
    for (const session of put) sessions.set(session.sessionId, session);
    this.#sorted = [...sessions.values()].sort(newestFirst);
    this.#textOf = textOf;
  }

  get total(): number {
    return this.#sorted.length;
  }

  /** The body of a page. */
  page(skip: number, limit: number): string {
    const sessions = this.#sorted.slice(skip, skip + limit);
    const moreAvailable = skip + sessions.length < this.total;
    const rows = sessions.map(this.#textOf).join(',');
    return `{"total":${this.total},"moreAvailable":${moreAvailable},"sessions":[${rows}]}`;
  }
}

/** A session's row as JSON. */
export const rowText = (session: Session): string => JSON.stringify(toRow(session));
