import { processTerminal } from '../terminal.ts';
import { runCli } from './run.ts';

// A reader such as `head` may have enough before everything is written. A server goes on without readers.
if (process.argv[2] !== 'start') {
  unlessClosed(process.stdout, () => process.exit(0));
  unlessClosed(process.stderr, () => {});
}

const exitCode = await runCli(process.argv.slice(2), process.env, processTerminal);
if (exitCode !== undefined) process.exitCode = exitCode;

/** Fails of what cannot be written, but not where nobody reads any more. */
function unlessClosed(stream: NodeJS.WriteStream, then: () => void): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    then();
  });
}
