import { type ExitCode, exitCodes } from '../../../errors.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { columns } from '../shared/output.ts';
import { runSubcommand, takeWords } from '../shared/subcommand.ts';
import { suggestion } from '../shared/suggest.ts';
import { wrongUsage } from '../shared/wording.ts';

type Settings = Readonly<Record<string, unknown>>;

/** Loaded only here: their schemas take longer to load than a command to run. */
async function settingNames(): Promise<readonly string[]> {
  const { settingsSchema } = await import('../../../../functions/domain/settings.ts');
  return settingsSchema.keyof().options;
}

const text = (settings: Settings): string =>
  columns(Object.entries(settings).map(([name, value]) => [name, JSON.stringify(value)]));

async function show(invocation: Invocation): Promise<ExitCode> {
  takeWords('settings show', invocation);
  const { client, account, output } = invocation;
  const { settings } = await client.call('getAccount', { accountId: account });
  output.result(settings, () => text(settings));
  return exitCodes.done;
}

async function change(invocation: Invocation, settings: Settings): Promise<ExitCode> {
  const { client, account, output } = invocation;
  const after = await client.callUnchecked('changeAccount', { accountId: account, body: { settings } });
  output.result(after.settings, () => text(after.settings));
  return exitCodes.done;
}

async function set(invocation: Invocation): Promise<ExitCode> {
  const { words } = invocation;
  if (words.length === 0) throw wrongUsage('settings set needs NAME=VALUE', 'settings');
  const names = await settingNames();
  return change(invocation, Object.fromEntries(words.map((word) => readAssignment(word, names))));
}

function readAssignment(word: string, names: readonly string[]): [name: string, value: unknown] {
  const at = word.indexOf('=');
  if (at < 0) throw wrongUsage(`"${word}" is not of the form NAME=VALUE`, 'settings');
  return [known(word.slice(0, at), names), readValue(word.slice(at + 1))];
}

/** What is no JSON stands for itself, so that words need no quotes. */
function readValue(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function known(name: string, names: readonly string[]): string {
  if (names.includes(name)) return name;
  throw wrongUsage(`There is no setting "${name}"${suggestion(name, names)}`, 'settings');
}

async function clear(invocation: Invocation): Promise<ExitCode> {
  const { words } = invocation;
  if (words.length === 0) throw wrongUsage('settings clear needs NAMEs', 'settings');
  const names = await settingNames();
  return change(invocation, Object.fromEntries(words.map((word) => [known(word, names), null])));
}

export const settingsCommand: Command = {
  name: 'settings',
  summary: 'show and change the settings of the account',
  usage: ['settings [show]', 'settings set NAME=VALUE…', 'settings clear NAME…'],
  details: [
    'A VALUE is JSON, or a word. Settings that are cleared are at their defaults again.',
    '',
    '  kore-sessions-emulator settings set tokenClock=machine defaultLimit=50',
  ],
  run: (invocation) => runSubcommand('settings', { show, set, clear }, invocation, 'show'),
};
