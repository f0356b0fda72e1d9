import { useEffect, useState } from 'preact/hooks';

/** A value that parts of the page share. */
export interface Store<T> {
  get: () => T;
  set: (value: T) => void;
  subscribe: (listener: () => void) => () => void;
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The value of a store; the component follows it. */
export function useStore<T>(store: Store<T>): T {
  const [, follow] = useState(0);
  const shown = store.get();
  useEffect(() => {
    const listen = () => follow((count) => count + 1);
    // It may have changed between the rendering and now.
    if (!Object.is(shown, store.get())) listen();
    return store.subscribe(listen);
  }, [store]);
  return shown;
}
