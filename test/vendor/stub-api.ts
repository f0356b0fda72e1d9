import type { EmulatedApi } from '../../functions/vendor/api.ts';

/** An API of one route that reads the field `colour` and answers with it, and with the bots that were asked for. */
export const stubApi = (own: Partial<EmulatedApi> = {}): EmulatedApi => ({
  name: 'getThings',
  methods: ['POST'],
  routes: [{ path: '/api/public/bot/{botId}/getThings' }],
  scope: { id: 'things:read', builderWords: 'Things', adminWords: 'Bot > Things' },
  unread: ({ body, parameters }) => [
    ...Object.keys(body).filter((name) => name !== 'colour'),
    ...[...parameters.keys()].map((name) => `?${name}`),
  ],
  answer: async ({ body }, { botIds }) => ({
    body: JSON.stringify({ things: botIds, colour: body['colour'] }),
    total: 7,
    returned: botIds.length,
  }),
  ...own,
});
