import { bannerText, startLine } from './banner.ts';
import { endOnSignal, outliveReaders } from './ending.ts';
import { readOptions, usage } from './options.ts';
import { announce } from './running.ts';
import type { Terminal } from './terminal.ts';
import type { Variables } from './variables.ts';

/**
 * Starts the emulator as the command line says and leaves it running until a signal ends it.
 *
 * @param program how the command line begins, for its help
 * @param environment what counts where the command line does not say it
 * @throws Failure that says what to do
 */
export async function runServer(
  args: readonly string[],
  program: string,
  environment: Variables,
  terminal: Terminal,
): Promise<void> {
  // The AWS SDK warns of a Node version that this package still supports.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  outliveReaders(terminal);
  const running = await startServer(args, program, environment, terminal);
  if (!running) return;
  process.on('exit', running.withdraw);
  // Before it is told of: who reads the line may end it at once.
  endOnSignal({ ...running, say: sayOn(terminal) });
  await running.tell();
}

export interface RunningServer {
  /** Prints the banner for people and the line for programs. */
  tell: () => Promise<void>;
  close: () => Promise<void>;
  /** Takes away what tells the command line of it. */
  withdraw: () => void;
  untilStdinEnds: boolean;
}

/** Starts the emulator as the command line says; undefined where the command line asks for help alone. */
export async function startServer(
  args: readonly string[],
  program: string,
  environment: Variables,
  terminal: Terminal,
): Promise<RunningServer | undefined> {
  const options = readOptions(args, program, environment);
  if (!options) {
    terminal.stdout.write(usage(program));
    return undefined;
  }
  const say = sayOn(terminal);
  // Loaded only here: the help and what is wrong with the options need none of it.
  const { start } = await import('./start.ts');
  const started = await start(options, environment, say);
  const { url, controlKey, close } = started;
  const withdraw = announce({ pid: process.pid, url, controlKey, startedAt: Date.now() }, environment);
  const tell = async (): Promise<void> => {
    say(await bannerText(started));
    terminal.stdout.write(`${startLine(started)}\n`);
  };
  return { tell, close, withdraw, untilStdinEnds: options.untilStdinEnds };
}

const sayOn =
  ({ stderr }: Terminal) =>
  (line: string): void => {
    stderr.write(`${line}\n`);
  };
