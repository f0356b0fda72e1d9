import { useEffect } from 'preact/hooks';
import { call } from '../api/calls.ts';
import { reachable } from '../api/reachable.ts';
import { useStore } from '../state/store.ts';
import { changed } from '../state/use-call.ts';

const tryEveryMs = 1_500;

/** Says that the emulator does not answer, and reads everything anew once it does. */
export function Outage() {
  const reached = useStore(reachable);
  useEffect(() => {
    if (reached) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'hidden') return;
      call('getHealth')
        .then(changed)
        .catch(() => undefined);
    }, tryEveryMs);
    return () => clearInterval(timer);
  }, [reached]);
  if (reached) return null;
  return (
    <p class="outage" role="alert">
      The emulator does not answer. Is it running? This page goes on by itself when it is back.
    </p>
  );
}
