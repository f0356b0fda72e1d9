import { createGetMessages, createGetMessagesV2 } from './get-messages/api.ts';
import { createGetSessions } from './get-sessions/api.ts';
import type { Store } from './store/store.ts';
import type { EmulatedApi } from './vendor/api.ts';

/** Every API that is emulated; a further one is a folder beside `get-sessions`, and a word here. */
const factories = [createGetSessions, createGetMessages, createGetMessagesV2];

export function emulatedApis(store: Store): EmulatedApi[] {
  return factories.map((create) => create(store));
}
