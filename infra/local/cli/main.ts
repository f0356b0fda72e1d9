import { runProgram } from '../../errors.ts';
import { runCli } from './run.ts';
import { Output } from './shared/output.ts';

// A reader such as `head` may have enough before everything is written. A server goes on without readers.
if (process.argv[2] !== 'start') {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

const output = new Output(false);
const exitCode = await runProgram(() => runCli(process.argv.slice(2), process.env), {
  say: (line) => output.say(line),
  showStack: Boolean(process.env['KORE_EMULATOR_DEBUG']),
});
if (exitCode !== undefined) process.exitCode = exitCode;
