import { systemTime, type Time } from '../../functions/domain/time.ts';
import { bannerText, startLine } from './banner.ts';
import { type OptionDefaults, readOptions, usage } from './options.ts';
import { type Started, start } from './start.ts';

const launcherPollMs = 500;

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/**
 * Starts the emulator as the command line says and leaves it running until a signal ends it.
 *
 * @param program how the command line begins, for its help
 * @throws Failure that says what to do
 */
export async function runServer(
  args: readonly string[],
  program: string,
  defaults: OptionDefaults = {},
): Promise<void> {
  // The AWS SDK warns of a Node version that this package still supports.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const options = readOptions(args, program, defaults);
  if (!options) {
    process.stdout.write(usage(program));
    return;
  }
  const started = await start(options, process.env['DYNAMODB_ENDPOINT'], say);
  stopOnSignal(started);
  say(await bannerText(started));
  process.stdout.write(`${startLine(started)}\n`);
}

function stopOnSignal(started: Started): void {
  let stopping = false;
  const stop = (): void => {
    // A second signal does not wait.
    if (stopping) process.exit(1);
    stopping = true;
    started.close().then(
      () => process.exit(0),
      (error) => {
        say(String(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  onLauncherGone(process.env['npm_lifecycle_event'], stop);
}

/**
 * Calls back when the npm that started this process has ended without telling it: npm passes a signal to the
 * shell between the two, and not every shell passes it on. Started without npm, it may outlive its starter.
 *
 * @param launchedBy npm's own variable npm_lifecycle_event
 */
function onLauncherGone(launchedBy: string | undefined, callback: () => void, time: Time = systemTime): void {
  if (launchedBy === undefined) return;
  const launcher = process.ppid;
  const stop = time.every(launcherPollMs, () => {
    if (process.ppid === launcher) return;
    stop();
    callback();
  });
}
