import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type AnswerOf, type CallId, call, type Input } from '../api/calls.ts';
import { createStore, useStore } from './store.ts';

/** Counts what this page has changed, so that what it shows is read anew. */
const changes = createStore(0);

export const changed = (): void => changes.set(changes.get() + 1);
export const useChanges = (): number => useStore(changes);

export interface Called<T> {
  data: T | undefined;
  error: unknown;
  loading: boolean;
  reload: () => void;
}

/** Reads by a call, again whenever the input differs or something was changed; shows what was read last meanwhile. */
export function useCall<Id extends CallId>(id: Id, input: Input<Id> | undefined): Called<AnswerOf<Id>> {
  const [state, setState] = useState<{ data?: AnswerOf<Id>; error?: unknown; of?: string }>({});
  const [loading, setLoading] = useState(input !== undefined);
  const [again, setAgain] = useState(0);
  const revision = useChanges();
  const of = JSON.stringify(input);
  const given = useRef(input);
  given.current = input;
  useEffect(() => {
    if (given.current === undefined) return;
    const abort = new AbortController();
    setLoading(true);
    call(id, { ...given.current, signal: abort.signal })
      .then((data) => setState({ data, of }))
      .catch((error: unknown) => {
        if (!abort.signal.aborted) setState((before) => ({ ...before, error }));
      })
      .finally(() => {
        if (!abort.signal.aborted) setLoading(false);
      });
    return () => abort.abort();
  }, [id, of, revision, again]);
  const reload = useCallback(() => setAgain((count) => count + 1), []);
  return { data: state.data, error: state.error, loading, reload };
}
