import { bannerText, startLine } from './banner.ts';
import { endOnSignal, outliveReaders } from './ending.ts';
import { readOptions, usage } from './options.ts';
import { announce } from './running.ts';
import { start } from './start.ts';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

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
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  // The AWS SDK warns of a Node version that this package still supports.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  outliveReaders();
  const options = readOptions(args, program, environment);
  if (!options) {
    process.stdout.write(usage(program));
    return;
  }
  const started = await start(options, environment['DYNAMODB_ENDPOINT'], say);
  const { url, controlKey } = started;
  const withdraw = announce({ pid: process.pid, url, controlKey, startedAt: Date.now() }, environment);
  process.on('exit', withdraw);
  endOnSignal({ close: started.close, say, untilStdinEnds: options.untilStdinEnds });
  say(await bannerText(started));
  process.stdout.write(`${startLine(started)}\n`);
}
