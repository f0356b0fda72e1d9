import { createStore } from '../state/store.ts';

const keptAs = 'kore-sessions-emulator-key';

/** The control key: in memory, and in the storage of this tab where the person asks for that. */
export const controlKey = createStore(readKept());

/** Whether the emulator has refused the key that was used last. */
export const keyRefused = createStore(false);

export function takeKey(key: string, keep: boolean): void {
  if (keep) sessionStorage.setItem(keptAs, key);
  else sessionStorage.removeItem(keptAs);
  keyRefused.set(false);
  controlKey.set(key);
}

export function forgetKey(): void {
  sessionStorage.removeItem(keptAs);
  controlKey.set('');
}

/** Some browsers refuse the storage; the key is then typed again. */
function readKept(): string {
  try {
    return sessionStorage.getItem(keptAs) ?? '';
  } catch {
    return '';
  }
}

/** Takes a key that came with the address out of it at once, so that it stands neither there nor in the history. */
export function takeKeyFromAddress(): void {
  const given = new URLSearchParams(location.hash.slice(1)).get('key');
  if (given === null || location.hash.startsWith('#/')) return;
  history.replaceState(null, '', `${location.pathname}#/`);
  if (given !== '') takeKey(given, sessionStorage.getItem(keptAs) !== null);
}
