import { createGetMessages, createGetMessagesV2 } from './get-messages/api.ts';
import { createGetSessions } from './get-sessions/api.ts';
import type { VendorStore } from './store/vendor-store.ts';
import type { EmulatedApi } from './vendor/api.ts';

/** Every API that is emulated; a further one is a folder beside `get-sessions`, and a word here. */
const factories = [createGetSessions, createGetMessages, createGetMessagesV2];

export function emulatedApis(store: VendorStore): EmulatedApi[] {
  return factories.map((create) => create(store));
}
