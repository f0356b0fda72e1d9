import { createStore } from './store.ts';

export interface Notice {
  text: string;
  bad: boolean;
}

/** What was done last, or why it was not. */
export const notice = createStore<Notice | undefined>(undefined);

let timer: ReturnType<typeof setTimeout> | undefined;
const shownMs = 6_000;

export function tell(text: string, bad = false): void {
  clearTimeout(timer);
  notice.set({ text, bad });
  // What went wrong stays until it is read.
  if (!bad) timer = setTimeout(() => notice.set(undefined), shownMs);
}
