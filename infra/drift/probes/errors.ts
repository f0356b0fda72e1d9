import { expectRefusal } from '../expect.ts';
import type { ProbeGroup } from '../run-context.ts';
import { within } from './within.ts';

/** What is always refused: how the vendor words it is what all else is compared with, so these come first. */
export const errorProbes: ProbeGroup = {
  name: 'refusals',
  run: async (probing) => {
    const { sample } = probing;
    return [
      await expectRefusal(probing, 'window.unreadable', { body: { dateFrom: 'not-a-date' } }, 'validation'),
      await expectRefusal(probing, 'body.notJson', { rawBody: '{' }, 'improperPayload'),
      await expectRefusal(probing, 'body.notJson', { rawBody: '{"limit":1' }, 'improperPayload'),
      await expectRefusal(
        probing,
        'tokens.algorithmNotAllowed',
        within(sample, {}, { token: { alg: 'none' } }),
        'unacceptableToken',
      ),
      await expectRefusal(
        probing,
        'tokens.signature',
        within(sample, {}, { token: { isForged: true } }),
        'invalidCredentials',
      ),
      await expectRefusal(
        probing,
        'routes.unknownPath',
        within(sample, {}, { path: (path) => path.replace('getSessions', 'getNothing') }),
        'methodNotAllowed',
      ),
      await expectRefusal(probing, 'routes.wrongMethod', { method: 'GET' }, 'wrongMethod'),
      await expectRefusal(
        probing,
        'routes.wrongMethod',
        within(sample, {}, { method: 'PUT' }),
        'wrongMethod',
      ),
      await expectRefusal(
        probing,
        'errors.botNotLinked',
        within(sample, {}, { botId: 'st-00000000-0000-0000-0000-000000000000' }),
        'botNotLinked',
      ),
      await expectRefusal(
        probing,
        'routes.orderOfChecks',
        { botId: 'st-00000000-0000-0000-0000-000000000000', body: { limit: 'x' } },
        'botNotLinked',
      ),
      await expectRefusal(
        probing,
        'errors.builderOnAccountRoute',
        within(sample, {}, { route: 'account' }),
        'builderOnAccountRoute',
      ),
    ];
  },
};
