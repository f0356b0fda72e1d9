import { messagesScope } from '../domain/account.ts';
import type { VendorStore } from '../store/vendor-store.ts';
import type { ApiRoute, EmulatedApi } from '../vendor/api.ts';
import { notesOf, unreadOf } from './parse/fields.ts';
import type { Version } from './parse/request.ts';
import { paths } from './paths.ts';

// One for all: each is paid for.
const metric = 'messages';

/** The vendor's Conversation History API, version 1. */
export const createGetMessages = (store: VendorStore): EmulatedApi =>
  messagesApi(store, 'getMessages', 1, [
    { path: paths.bot, aliases: [paths.stream], metric },
    { path: paths.account, methods: ['POST'], metric },
  ]);

/** Version 2, which is for single bots only. */
export const createGetMessagesV2 = (store: VendorStore): EmulatedApi =>
  messagesApi(store, 'getMessagesV2', 2, [{ path: paths.botV2, metric }]);

type Answering = typeof import('./answer/answer.ts');

let loaded: Answering | undefined;

/** With all that makes messages up: who asks for sessions alone does not wait until it is loaded. */
async function load(): Promise<Answering> {
  loaded = await import('./answer/answer.ts');
  return loaded;
}

function messagesApi(
  { sessionReader }: VendorStore,
  name: string,
  version: Version,
  routes: readonly ApiRoute[],
): EmulatedApi {
  return {
    name,
    methods: ['POST', 'GET'],
    routes,
    scope: { id: messagesScope, builderWords: 'Chat History', adminWords: 'Bot Analytics > Chat History' },
    // Both versions count together (assumed).
    rateBucket: { name: 'messages', isShared: ({ settings }) => settings.messagesRateLimit === 'shared' },
    unread: unreadOf,
    notes: notesOf,
    answer: async (sent, asker, usage) => {
      const { answer } = loaded ?? (await load());
      return answer(sent, asker, version, sessionReader, usage);
    },
    narrow: async (sent, asker) => {
      const { explain } = loaded ?? (await load());
      return explain(sent, asker, version, sessionReader);
    },
  };
}
