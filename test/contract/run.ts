import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeReach } from './support/reach.ts';

const usage = `Runs the contract suite against an emulator that is running already.

  npm run contract -- --url URL --control-key KEY [FILE ...]

  --url URL           where the emulator is, such as http://127.0.0.1:4010
  --control-key KEY   key of its control API
  --help              this text
  FILE ...            only the test files with one of these in their names

Environment: CONTRACT_URL, CONTRACT_CONTROL_KEY  instead of the options; they keep the key off the command line

The suite makes accounts of its own and removes them, so it can share the emulator with others.
Exit codes: 0 all tests passed, 1 some did not, 2 they could not be run.
`;

interface Run {
  url: string;
  controlKey: string;
  files: string[];
}

/** Why the tests cannot be run, for people. */
class RunError extends Error {}

/** @returns undefined where help is asked for */
function readRun(args: string[]): Run | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const url = values.url ?? process.env['CONTRACT_URL'] ?? '';
  const controlKey = values['control-key'] ?? process.env['CONTRACT_CONTROL_KEY'] ?? '';
  if (url === '') throw new RunError('--url is missing: it says where the emulator is.');
  if (controlKey === '') throw new RunError('--control-key is missing: the suite makes accounts with it.');
  return { url: checkUrl(url), controlKey, files: positionals };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        'control-key': { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new RunError(error instanceof Error ? error.message : String(error));
  }
}

function checkUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new RunError(`--url ${text} is not the URL of an emulator; one looks like http://127.0.0.1:4010.`);
  }
  return url.href.replace(/\/+$/, '');
}

async function runVitest({ url, controlKey, files }: Run): Promise<number> {
  // The package's own entry: no .bin folder is needed, and no shell on any system.
  const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const config = fileURLToPath(new URL('vitest.config.ts', import.meta.url));
  const child = spawn(process.execPath, [vitest, 'run', '--config', config, ...files], {
    stdio: 'inherit',
    env: { ...process.env, CONTRACT_TARGET: 'url', CONTRACT_URL: url, CONTRACT_CONTROL_KEY: controlKey },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

async function main(args: string[]): Promise<number> {
  const run = readRun(args);
  if (!run) {
    process.stdout.write(usage);
    return 0;
  }
  const trouble = await describeReach(run.url, run.controlKey);
  if (trouble !== undefined) throw new RunError(trouble);
  return runVitest(run);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof RunError)) throw error;
  process.stderr.write(`${error.message.replace(/\.?$/, '.')} See npm run contract -- --help.\n`);
  process.exitCode = 2;
}
