import { runServer } from './run-server.ts';
import { StartError } from './start-error.ts';

try {
  await runServer(process.argv.slice(2), 'npm start --');
} catch (error) {
  const text = error instanceof StartError ? error.message : error instanceof Error ? error.stack : error;
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
