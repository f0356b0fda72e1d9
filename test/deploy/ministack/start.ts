import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, createWriteStream, mkdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface MiniStack {
  url: string;
  /** The version of the Node that functions run on. */
  node: string;
  /** The environment of a process that is to take it for AWS. */
  env: NodeJS.ProcessEnv;
  stop: () => Promise<void>;
}

const startsWithinMs = 30_000;
const stopsWithinMs = 5_000;

/**
 * Finds MiniStack's program: what MINISTACK names, or `ministack` on the PATH.
 *
 * @returns undefined where there is none
 */
export function findMiniStack(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const candidates = env['MINISTACK']
    ? [env['MINISTACK']]
    : (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'ministack'));
  return candidates.find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Starts MiniStack on a free port of the loopback address, with an account that is empty.
 *
 * @param program the path of its program
 * @param folder for its log and all that it writes
 */
export async function startMiniStack(program: string, folder: string): Promise<MiniStack> {
  const node = functionNode();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const temporary = join(folder, 'ministack');
  mkdirSync(temporary, { recursive: true });
  const child = spawn(program, [], {
    // A process group of its own, so that the functions' processes can be ended with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...withoutAws(process.env),
      PATH: [dirname(node), process.env['PATH']].join(delimiter),
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      LOG_LEVEL: 'WARNING',
      TMPDIR: temporary,
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
  });
  const log = createWriteStream(join(folder, 'ministack.log'));
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const kill = () => killGroup(child, 'SIGKILL');
  process.once('exit', kill);
  await untilReady(url, child, join(folder, 'ministack.log'));
  return {
    url,
    node: execFileSync(node, ['--version'], { encoding: 'utf8' }).trim(),
    env: clientEnvironment(url, folder),
    stop: async () => {
      await end(child);
      process.off('exit', kill);
    },
  };
}

/** The Node that functions run on: the program that FUNCTION_NODE names, or the one that runs the tests. */
function functionNode(): string {
  const program = resolve(process.env['FUNCTION_NODE'] || process.execPath);
  if (basename(program) === 'node' && isProgram(program)) return program;
  throw new Error(`FUNCTION_NODE leads to ${program}; it must be the path of a program called node.`);
}

/** Nothing of the caller's own AWS settings may lead to a real account. */
function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(AWS_|CDK_|AMAZON_|NODE_OPTIONS$)/.test(name)),
  );
}

function clientEnvironment(url: string, folder: string): NodeJS.ProcessEnv {
  const none = join(folder, 'no-aws-settings');
  const names = new URL('loopback-names.mjs', import.meta.url).href;
  return {
    ...withoutAws(process.env),
    AWS_ENDPOINT_URL: url,
    AWS_ENDPOINT_URL_S3: url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_CONFIG_FILE: none,
    AWS_SHARED_CREDENTIALS_FILE: none,
    AWS_EC2_METADATA_DISABLED: 'true',
    // The rules of CloudFormation are checked by `npm run synth`, for the same templates.
    CDK_VALIDATION: 'false',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    // The URLs of its APIs end in .localhost.
    NODE_OPTIONS: `--import ${names}`,
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

async function untilReady(url: string, child: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + startsWithinMs;
  while (Date.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const answer = await fetch(`${url}/_ministack/health`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await sleep(100);
  }
  const { exitCode, signalCode } = child;
  const ended = exitCode ?? signalCode;
  killGroup(child, 'SIGKILL');
  const what =
    ended === null ? `did not start within ${startsWithinMs / 1000} s` : `ended at once with ${ended}`;
  throw new Error(`MiniStack ${what}; its log is ${log}.`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    killGroup(child, 'SIGTERM');
    await Promise.race([once(child, 'exit'), sleep(stopsWithinMs, undefined, { ref: false })]);
  }
  killGroup(child, 'SIGKILL');
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody of the group is left.
  }
}
