import { processTerminal } from '../terminal.ts';
import { runCli } from './run.ts';

// A reader such as `head` may have enough before everything is written. A server goes on without readers.
if (process.argv[2] !== 'start') {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}

const exitCode = await runCli(process.argv.slice(2), process.env, processTerminal);
if (exitCode !== undefined) process.exitCode = exitCode;
