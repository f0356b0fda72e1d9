import { Client } from './client.ts';
import { type Command, type Invocation, type ParsedLine, parseLine } from './command.ts';
import { commands } from './commands.ts';
import { CliError, type ExitCode, exitCodes, wrongUsage } from './failure.ts';
import { commandHelp, programHelp } from './help.ts';
import { Output } from './output.ts';
import { suggestion } from './suggest.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Runs one command line; the exit code is undefined while a server goes on running. */
export async function runCli(
  args: readonly string[],
  environment: Environment,
): Promise<ExitCode | undefined> {
  const [name, ...rest] = args;
  const output = new Output(false);
  try {
    if (name === undefined) {
      output.say(programHelp(commands));
      return exitCodes.wrongUsage;
    }
    if (name === '--help' || name === '-h' || name === 'help') {
      output.raw(programHelp(commands));
      return exitCodes.done;
    }
    if (name === 'start') {
      // Loaded only here: the other commands need neither the server nor the engine.
      const { startCommand } = await import('./commands/start.ts');
      return await startCommand(rest, environment);
    }
    return await runCommand(findCommand(name), rest, environment);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    output.say(error.message);
    return error.exitCode;
  }
}

function findCommand(name: string): Command {
  const command = commands.find((candidate) => candidate.name === name);
  if (command) return command;
  const known = ['start', ...commands.map((candidate) => candidate.name)];
  throw wrongUsage(`There is no command "${name}"${suggestion(name, known)}`);
}

async function runCommand(
  command: Command,
  args: readonly string[],
  environment: Environment,
): Promise<ExitCode> {
  const line = parseLine(args, command);
  if (line.values['help']) {
    new Output(false).raw(commandHelp(command));
    return exitCodes.done;
  }
  return command.run(toInvocation(line, environment));
}

function toInvocation({ words, values }: ParsedLine, environment: Environment): Invocation {
  const text = (option: string): string | undefined => {
    const value = values[option];
    return typeof value === 'string' ? value : undefined;
  };
  const flag = (option: string): boolean => values[option] === true;
  return {
    words,
    text,
    flag,
    output: new Output(flag('json')),
    client: new Client({
      url: readUrl(text('url') ?? environment['KORE_EMULATOR_URL'] ?? 'http://127.0.0.1:4010'),
      controlKey: text('control-key') ?? environment['KORE_EMULATOR_CONTROL_KEY'],
      account: text('account') ?? 'demo',
    }),
  };
}

function readUrl(text: string): string {
  const isHttp = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (!isHttp) throw wrongUsage(`"${text}" is not a URL: use one like http://127.0.0.1:4010`);
  return text.replace(/\/+$/, '');
}
