import { useEffect, useRef } from 'preact/hooks';

/** Whether keys go into a field. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}

/** Listens for keys of the whole page, but for those that are typed into a field; Escape always counts. */
export function useKeys(keys: Readonly<Record<string, ((event: KeyboardEvent) => void) | undefined>>): void {
  // A key may come between what is shown and its effects.
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('dialog[open]')) return;
      if (isTyping(event.target) && event.key !== 'Escape') return;
      const act = latest.current[event.key];
      if (!act) return;
      event.preventDefault();
      act(event);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

/** The field that `/` goes to. */
export const searchId = 'search';

export function focusSearch(): void {
  const field = document.getElementById(searchId);
  if (field instanceof HTMLInputElement) {
    field.focus();
    field.select();
  }
}
