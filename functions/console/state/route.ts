import { takeKeyFromAddress } from '../api/key.ts';
import { createStore, useStore } from './store.ts';

export const screens = {
  requests: 'Requests',
  sessions: 'Sessions',
  try: 'Try it',
  faults: 'Faults and limits',
  time: 'Time and states',
  account: 'Account',
  fidelity: 'Fidelity',
} as const;

export type Screen = keyof typeof screens;

/** What is looked at: all that a person chose stands in the address, but for the key. */
export interface Route {
  screen: Screen;
  values: Readonly<Record<string, string>>;
}

function read(): Route {
  const [path = '', search = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const screen = Object.hasOwn(screens, path) ? (path as Screen) : 'requests';
  return { screen, values: Object.fromEntries(new URLSearchParams(search)) };
}

takeKeyFromAddress();
const route = createStore(read());

window.addEventListener('hashchange', () => {
  takeKeyFromAddress();
  route.set(read());
});

export const useRoute = (): Route => useStore(route);

/** What the address says now: a page is told of its change a moment later. */
export const currentRoute = read;

type Values = Readonly<Record<string, string | undefined>>;

/** The address of a screen of the account that is looked at; only what is given is chosen there. */
export function addressOf(screen: Screen, values: Values = {}): string {
  const all = { account: currentRoute().values['account'], ...values };
  const given = Object.entries(all).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given as [string, string][]).toString();
  return `#/${screen}${search === '' ? '' : `?${search}`}`;
}

/** Chooses something more on this screen. What is typed takes the place of what was before; what is opened can be gone back from. */
export function choose(values: Values, { replace = false } = {}): void {
  const { screen, values: before } = currentRoute();
  const address = addressOf(screen, { ...before, ...values });
  if (address === location.hash) return;
  if (!replace) {
    location.hash = address;
    return;
  }
  history.replaceState(null, '', address);
  route.set(read());
}
