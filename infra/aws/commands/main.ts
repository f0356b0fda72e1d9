import { resolveNs } from 'node:dns/promises';
import { systemTime } from '../../../functions/domain/time.ts';
import { runProgram } from '../../errors.ts';
import { runCdk } from '../cdk.ts';
import { run } from './run.ts';

// Node 20 is supported: what the SDK says of its own plans is no help to who deploys.
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

const effects = {
  cdk: (args: readonly string[]) => runCdk(args),
  resolveNs,
  print: (line: string) => process.stdout.write(`${line}\n`),
  time: systemTime,
};

const exitCode = await runProgram(() => run(process.argv.slice(2), effects), {
  say: (line) => process.stderr.write(`${line}\n`),
  showStack: true,
});
if (exitCode !== undefined) process.exitCode = exitCode;
