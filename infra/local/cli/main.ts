import { runCli } from './run.ts';

// A reader such as `head` may have enough before everything is written.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  const exitCode = await runCli(process.argv.slice(2), process.env);
  if (exitCode !== undefined) process.exitCode = exitCode;
} catch (error) {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  process.stderr.write(`${process.env['KORE_EMULATOR_DEBUG'] ? (stack ?? message) : message}\n`);
  process.exitCode = 1;
}
