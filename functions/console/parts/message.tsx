import type { ComponentChildren } from 'preact';
import { textOf } from '../api/problem.ts';
import { notice } from '../state/notices.ts';
import { useStore } from '../state/store.ts';

/** Says that there is nothing, and what to do next. */
export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

export function Trouble({ error }: { error: unknown }) {
  return error === undefined ? null : (
    <p class="trouble" role="alert">
      {textOf(error)}
    </p>
  );
}

/** What was done last, read out as well. */
export function Notices() {
  const shown = useStore(notice);
  return (
    <div class="notices" role="status" aria-live="polite">
      {shown && (
        <p class={shown.bad ? 'notice bad' : 'notice'}>
          <span>{shown.text}</span>
          <button
            type="button"
            class="quiet"
            aria-label="Close this message"
            onClick={() => notice.set(undefined)}
          >
            ×
          </button>
        </p>
      )}
    </div>
  );
}
