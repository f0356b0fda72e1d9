import { hasTotal, readChoice } from '../choice.ts';
import type { ProbeGroup } from '../run-context.ts';
import { within } from './within.ts';

export const routeProbes: ProbeGroup = {
  name: 'routes',
  run: async (probing) => {
    const { sample } = probing;
    const all = hasTotal(sample.rows.length);
    return [
      await readChoice(probing, {
        row: 'routes.stream',
        setting: 'streamRoute',
        ask: within(sample, {}, { route: 'stream' }),
        refused: 'refuse',
        error: 'methodNotAllowed',
        answered: [['answer', all]],
      }),
      await readChoice(probing, {
        row: 'routes.trailingSlash',
        setting: 'trailingSlash',
        ask: within(sample, {}, { path: (path) => `${path}/` }),
        refused: 'refuse',
        error: 'methodNotAllowed',
        answered: [['answer', all]],
      }),
      await readChoice(probing, {
        row: 'routes.pathCase',
        setting: 'pathCase',
        ask: within(sample, {}, { path: (path) => path.replace('getSessions', 'getsessions') }),
        refused: 'refuse',
        error: 'methodNotAllowed',
        answered: [['answer', all]],
      }),
      await readChoice(probing, {
        row: 'routes.encodedBotId',
        setting: 'encodedBotId',
        ask: within(sample, {}, { path: encodeBotId }),
        refused: 'literal',
        error: 'botNotLinked',
        answered: [['decode', all]],
      }),
    ];
  },
};

/** The first letter of the bot's id in percent-encoding. */
function encodeBotId(path: string): string {
  return path.replace(
    /(\/bot\/)(.)/,
    (_, before: string, first: string) => `${before}%${first.charCodeAt(0).toString(16)}`,
  );
}
