import { bannerText, startLine } from './banner.ts';
import { readOptions, usage } from './options.ts';
import { type Started, start } from './start.ts';
import { StartError } from './start-error.ts';

// The AWS SDK warns of a Node version that this package still supports.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    process.stdout.write(usage);
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
}

try {
  await main();
} catch (error) {
  say(error instanceof StartError ? error.message : String(error instanceof Error ? error.stack : error));
  process.exitCode = 1;
}
