import { version } from '../../../functions/domain/project.ts';
import { systemTime } from '../../../functions/domain/time.ts';
import { ControlClient } from '../../client/client.ts';
import { ControlApiError } from '../../client/errors.ts';
import { type ExitCode, exitCodes, runProgram } from '../../errors.ts';
import { controlKeyRule, isControlKey } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import type { Variables } from '../variables.ts';
import { commands } from './commands.ts';
import { commandHelp, programHelp } from './help.ts';
import { type Command, type Invocation, type ParsedLine, parseLine } from './shared/command.ts';
import { emulatorMeant, type Meant } from './shared/emulator-meant.ts';
import { Output } from './shared/output.ts';
import { suggestion } from './shared/suggest.ts';
import { worded, wrongUsage } from './shared/wording.ts';

/** Runs one command line, and says why it failed; the exit code is undefined while a server goes on running. */
export async function runCli(
  args: readonly string[],
  environment: Variables,
  terminal: Terminal,
): Promise<ExitCode | undefined> {
  const output = new Output(terminal);
  return await runProgram(() => runNamed(args, environment, terminal, output), {
    say: (line) => output.say(line),
    showStack: Boolean(environment['KORE_EMULATOR_DEBUG']),
  });
}

async function runNamed(
  args: readonly string[],
  environment: Variables,
  terminal: Terminal,
  output: Output,
): Promise<ExitCode | undefined> {
  const [name, ...rest] = args;
  if (name === undefined) {
    output.say(programHelp(commands));
    return exitCodes.notTried;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    output.raw(programHelp(commands));
    return exitCodes.done;
  }
  if (name === '--version' || name === '-v' || name === 'version') {
    output.raw(`${version}\n`);
    return exitCodes.done;
  }
  if (name === 'start') {
    // Loaded only here: the other commands need neither the server nor the engine.
    const { runServer } = await import('../run-server.ts');
    await runServer(rest, 'kore-sessions-emulator start', environment, terminal);
    return undefined;
  }
  return await runCommand(findCommand(name), rest, environment, terminal);
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
  environment: Variables,
  terminal: Terminal,
): Promise<ExitCode> {
  const line = parseLine(args, command);
  if (line.values['help']) {
    new Output(terminal).raw(commandHelp(command));
    return exitCodes.done;
  }
  const invocation = toInvocation(line, environment, terminal, await meantBy(command, line, environment));
  try {
    return await command.run(invocation);
  } catch (error) {
    throw error instanceof ControlApiError ? worded(error, invocation.client.url) : error;
  }
}

const textOf =
  ({ values }: ParsedLine) =>
  (option: string): string | undefined => {
    const value = values[option];
    return typeof value === 'string' ? value : undefined;
  };

/** Which emulator a command is for. */
async function meantBy({ asksVendor }: Command, line: ParsedLine, environment: Variables): Promise<Meant> {
  const text = textOf(line);
  const [url, controlKey, name] = [text(asksVendor ? 'emulator' : 'url'), text('control-key'), text('env')];
  if (name === undefined) return emulatorMeant({ url, controlKey }, environment);
  if (url !== undefined) throw wrongUsage('--env and --url exclude each other');
  // Loaded only here: it takes the AWS SDK.
  const { deployedAs } = await import('./shared/deployed.ts');
  const deployed = await deployedAs(name);
  return { ...deployed, controlKey: controlKey ?? deployed.controlKey };
}

function toInvocation(
  line: ParsedLine,
  environment: Variables,
  terminal: Terminal,
  meant: Meant,
): Invocation {
  const { words, values } = line;
  const text = textOf(line);
  const flag = (option: string): boolean => values[option] === true;
  return {
    words,
    text,
    flag,
    output: new Output(terminal, flag('json')),
    terminal,
    time: systemTime,
    account: text('account') ?? 'demo',
    environment,
    client: new ControlClient({
      url: readUrl(meant.url),
      // Missed only once it is needed, so that other mistakes are named first.
      controlKey: () => readControlKey(meant.controlKey),
    }),
  };
}

function readControlKey(key: string | undefined): string {
  if (!key) {
    throw wrongUsage(
      'No control key is given, and no emulator of yours runs at this URL on this machine: pass the key that the emulator printed at its start with --control-key, or set KORE_EMULATOR_CONTROL_KEY',
    );
  }
  if (isControlKey(key)) return key;
  throw wrongUsage(
    `The control key (--control-key or KORE_EMULATOR_CONTROL_KEY) cannot be used: ${controlKeyRule}`,
  );
}

function readUrl(text: string): string {
  const isHttp = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (!isHttp) throw wrongUsage(`"${text}" is not a URL: use one like http://127.0.0.1:4010`);
  return text;
}
