import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../../api/calls.ts';
import { CallProblem } from '../../api/problem.ts';
import type { Entry } from '../../state/account.ts';
import { type Pace, useLive } from '../../state/pace.ts';
import { useChanges } from '../../state/use-call.ts';

/** An entry of the list: of the account's journal, or of the requests that belong to none. */
export interface Listed extends Entry {
  isOwn: boolean;
}

const pageSize = 500;
/** Entries are written after their answers, by several functions: as late as this may one come that is older than the newest. */
const latestMs = 10_000;
/** As many does a laptop keep. */
const mostKept = 10_000;

const byTime = (a: Listed, b: Listed): number => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0);

const listed = (entries: readonly Entry[], isOwn: boolean): Listed[] =>
  entries.map((entry) => ({ ...entry, isOwn }));

/** Both lists as one, the newest first, each entry once. */
function merged(...lists: readonly (readonly Listed[])[]): Listed[] {
  const all = new Map(lists.flat().map((entry) => [entry.id, entry]));
  return [...all.values()].sort(byTime).slice(0, mostKept);
}

export interface Journal {
  entries: readonly Listed[];
  /** Have come since, and are not shown yet. */
  waiting: readonly Listed[];
  show: () => void;
  /** Whether older ones are there. */
  more: boolean;
  loadMore: () => void;
  loading: boolean;
  error: unknown;
  leftOut: number;
}

/**
 * The journal of an account and the requests that belong to none, kept up to date.
 *
 * @param held whether new entries wait until they are asked for
 */
export function useJournal(accountId: string, pace: Pace, held: boolean): Journal {
  const [entries, setEntries] = useState<readonly Listed[]>([]);
  const [waiting, setWaiting] = useState<readonly Listed[]>([]);
  const [next, setNext] = useState<string | undefined>(undefined);
  const [state, setState] = useState<{ loading: boolean; error?: unknown; leftOut: number }>({
    loading: true,
    leftOut: 0,
  });
  const revision = useChanges();
  const known = useRef(new Set<string>());
  const newest = useRef<string | undefined>(undefined);
  // By the page's own clock, ms: when the newest was first seen, and when entries were asked for last.
  const [seen, asked] = [useRef(0), useRef(0)];
  const busy = useRef(false);
  const path = { accountId };

  useEffect(() => {
    const abort = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    read(accountId, { limit: pageSize }, abort.signal)
      .then(({ own, others, cursor, leftOut }) => {
        const all = merged(own, others);
        known.current = new Set(all.map(({ id }) => id));
        newest.current = all[0]?.at;
        seen.current = asked.current = performance.now();
        setEntries(all);
        setWaiting([]);
        setNext(cursor);
        setState({ loading: false, leftOut });
      })
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setState((before) => ({ ...before, loading: false, error }));
      });
    return () => abort.abort();
  }, [accountId, revision]);

  const look = async (): Promise<boolean> => {
    if (state.loading || busy.current) return false;
    try {
      // Once they were asked for so long after the newest, none comes before it any more.
      const back = asked.current - seen.current > latestMs ? 0 : latestMs;
      const from = newest.current && new Date(Date.parse(newest.current) - back).toISOString();
      const now = performance.now();
      const { own, others, leftOut } = await read(accountId, { limit: 1000, ...(from && { from }) });
      asked.current = now;
      if (state.error !== undefined || leftOut !== state.leftOut) setState({ loading: false, leftOut });
      const fresh = merged(own, others).filter(({ id }) => !known.current.has(id));
      if (fresh.length === 0) return false;
      for (const { id } of fresh) known.current.add(id);
      newest.current = [newest.current ?? '', ...fresh.map(({ at }) => at)].sort().at(-1);
      seen.current = performance.now();
      if (held) setWaiting((before) => merged(fresh, before));
      else setEntries((before) => merged(fresh, before));
      return true;
    } catch (error) {
      if (error instanceof CallProblem && error.status !== 0) setState((before) => ({ ...before, error }));
      return false;
    }
  };
  useLive(look, pace, true);

  const show = useCallback(() => {
    setWaiting((fresh) => {
      if (fresh.length > 0) setEntries((before) => merged(fresh, before));
      return [];
    });
  }, []);

  const loadMore = useCallback(() => {
    if (next === undefined || busy.current || accountId === '') return;
    busy.current = true;
    call('getRequests', { path, query: { limit: 1000, cursor: next } })
      .then(({ requests, next: after }) => {
        // Before anything is shown anew, as that may ask for more.
        busy.current = false;
        for (const { id } of requests) known.current.add(id);
        setEntries((before) => merged(before, listed(requests, true)));
        setNext(after);
      })
      .catch((error: unknown) => {
        busy.current = false;
        setState((before) => ({ ...before, error }));
      });
  }, [next, accountId]);

  const more = next !== undefined && entries.length < mostKept;
  return { entries, waiting, show, more, loadMore, ...state, error: state.error };
}

interface Range {
  limit: number;
  from?: string;
}

async function read(accountId: string, query: Range, signal?: AbortSignal) {
  const given = { query, ...(signal && { signal }) };
  const [own, others] = await Promise.all([
    accountId === '' ? undefined : call('getRequests', { path: { accountId }, ...given }),
    call('getUnattributedRequests', given),
  ]);
  return {
    own: listed(own?.requests ?? [], true),
    others: listed(others.requests, false),
    cursor: own?.next,
    leftOut: others.leftOut,
  };
}
