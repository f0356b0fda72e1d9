import { sessionsScope } from '../domain/account.ts';
import type { VendorStore } from '../store/vendor-store.ts';
import type { EmulatedApi } from '../vendor/api.ts';
import { answer, explain } from './answer/answer.ts';
import { PageCache } from './answer/page-cache.ts';
import { unreadParameters } from './parse/parameters.ts';
import { unreadFields } from './parse/unread-fields.ts';
import { paths } from './paths.ts';

/** The vendor's Sessions History API. */
export function createGetSessions({ sessionReader }: VendorStore): EmulatedApi {
  const source = { reader: sessionReader, pages: new PageCache(sessionReader.pageBytes) };
  return {
    name: 'getSessions',
    methods: ['POST'],
    routes: [
      { path: paths.bot, aliases: [paths.stream], metric: 'bot' },
      { path: paths.account, metric: 'account' },
    ],
    scope: {
      id: sessionsScope,
      builderWords: 'Bot Sessions',
      adminWords: 'Bot Analytics > Bot Sessions',
    },
    faultSubject: (parameters) => ({ containmentType: parameters.get('containmentType') ?? undefined }),
    unread: ({ body, parameters, kind }) => [...unreadParameters(parameters, kind), ...unreadFields(body)],
    answer: (sent, asker, usage) => answer(sent, asker, source, usage),
    narrow: (sent, asker) => explain(sent, asker, source),
  };
}
