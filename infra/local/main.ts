import { exitCodes, runProgram } from '../errors.ts';
import { runServer } from './run-server.ts';
import { processTerminal } from './terminal.ts';

const exitCode = await runProgram(
  async () => {
    await runServer(process.argv.slice(2), 'npm start --', process.env, processTerminal);
    return undefined;
  },
  { say: (line) => process.stderr.write(`${line}\n`), showStack: true },
);
// `npm start` ends with 1 whatever is wrong.
if (exitCode !== undefined) process.exitCode = exitCodes.failed;
