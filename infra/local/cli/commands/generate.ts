import { type ScenarioName, scenarioNames } from '../../../../functions/domain/generator/scenario-names.ts';
import { generateSessions } from '../../../client/generate-sessions.ts';
import type { Generated } from '../../../client/types.ts';
import { exitCodes } from '../../../errors.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { readJsonArgument } from '../shared/json-argument.ts';
import { columns, count } from '../shared/output.ts';
import { Progress } from '../shared/progress.ts';
import { takeWords } from '../shared/subcommand.ts';
import { suggestion } from '../shared/suggest.ts';
import { wrongUsage } from '../shared/wording.ts';

const isScenario = (word: string): word is ScenarioName =>
  (scenarioNames as readonly string[]).includes(word);

async function readWord(word: string, invocation: Invocation): Promise<Record<string, unknown>> {
  if (isScenario(word)) return { scenario: word };
  if (/^[a-z-]+$/.test(word)) {
    throw wrongUsage(`There is no scenario "${word}"${suggestion(word, scenarioNames)}`, 'generate');
  }
  const given = await readJsonArgument(word, invocation);
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) {
    return given as Record<string, unknown>;
  }
  throw wrongUsage('The arguments must be a JSON object', 'generate');
}

function readOptions({ text }: Invocation): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const name of ['seed', 'bot', 'from', 'to', 'shape']) {
    const value = text(name);
    if (value !== undefined) given[name] = value;
  }
  for (const [option, name] of [
    ['count', 'count'],
    ['per-day', 'perDay'],
    ['active', 'active'],
  ] as const) {
    const value = text(option);
    if (value === undefined) continue;
    if (!/^\d+(\.\d+)?$/.test(value)) throw wrongUsage(`--${option} ${value} is not a number`, 'generate');
    given[name] = Number(value);
  }
  return given;
}

const counts = (record: Readonly<Record<string, number>>): string =>
  Object.entries(record)
    .map(([name, number]) => `${number} ${name}`)
    .join(', ');

function truthText({ written, replaced, truth }: Generated): string {
  const rows = Object.entries(truth.perDay).map(([day, number]) => [`  ${day}`, String(number)]);
  return [
    `${count(written + replaced, 'session')} in: ${written} new, ${replaced} replaced; ${truth.active} of them active at ${truth.at}.`,
    `${counts(truth.perContainmentType)}; ${counts(truth.perSessionType)}; ${count(truth.users, 'user')}`,
    ...(rows.length > 0 ? [columns(rows)] : []),
  ].join('\n');
}

export const generateCommand: Command = {
  name: 'generate',
  summary: 'make sessions up: the same arguments, the same sessions',
  usage: ['generate SCENARIO', 'generate FILE|JSON|- [options]', 'generate --count NUMBER [options]'],
  details: [
    `Scenarios: ${scenarioNames.join(', ')}.`,
    'With --json the result holds what is true of all sessions, per containment type, session type, day and',
    'bot, for tests to assert on. Arguments beyond the options (mix, tags, users, ties, edges) come as JSON.',
  ],
  options: {
    count: { value: 'NUMBER', about: 'how many sessions' },
    'per-day': { value: 'NUMBER', about: 'how many in 24 hours, instead of --count' },
    from: { value: 'TIME', about: 'the first start (default: 7 days before --to)' },
    to: { value: 'TIME', about: "the last start (default: the account's now)" },
    seed: { value: 'TEXT', about: 'another seed, other sessions' },
    bot: { value: 'ID', about: 'only this bot (default: all of the account)' },
    shape: { value: 'flat|business', about: 'spread over day and week (default: business)' },
    active: { value: 'NUMBER', about: 'how many are still running at --to' },
  },
  run: async (invocation) => {
    const [word] = takeWords('generate', invocation, 'SCENARIO?');
    const { client, account, output, terminal, time } = invocation;
    const args = {
      ...(word === undefined ? {} : await readWord(word, invocation)),
      ...readOptions(invocation),
    };
    if (Object.keys(args).length === 0) {
      throw wrongUsage('generate needs a scenario, --count or --per-day, or arguments as JSON', 'generate');
    }
    const progress = new Progress(time, terminal);
    const { next: _, ...result } = await generateSessions(client, account, args, (made, total) =>
      progress.update(made, made / total),
    ).finally(() => progress.end());
    if (!result.settled)
      output.say('The index does not show all of it yet; queries may miss some for a moment.');
    output.result(result, () => truthText(result));
    return exitCodes.done;
  },
};
