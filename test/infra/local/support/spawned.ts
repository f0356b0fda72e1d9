import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { atEnd } from '../../../support/at-end.ts';
import { npmStart } from '../../../support/npm-start.ts';

const projectRoot = fileURLToPath(new URL('../../../../', import.meta.url));

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface SpawnOptions {
  env?: Record<string, string>;
  stdin?: string | Buffer;
}

/** Emulators of whoever runs the tests are not to be found, nor those of the tests by them. */
const userFolder = mkdtempSync(join(tmpdir(), 'kore-sessions-running-'));
atEnd(() => rmSync(userFolder, { recursive: true, force: true }));

/** The variables of a program: what the shell of whoever runs the tests has set must not count. */
export function variablesOf(env: Record<string, string> = {}): Record<string, string | undefined> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(KORE_|DYNAMODB_|TABLE_NAME)/.test(name),
  );
  return {
    ...Object.fromEntries(inherited),
    XDG_RUNTIME_DIR: userFolder,
    XDG_CACHE_HOME: userFolder,
    ...env,
  };
}

function spawnNode(args: readonly string[], { env }: SpawnOptions): ChildProcess {
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    env: variablesOf(env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const leave = atEnd(() => child.kill('SIGKILL'));
  child.once('exit', leave);
  return child;
}

function collect(stream: ChildProcess['stdout']): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  return () => text;
}

/** Runs a program to its end. */
export async function run(args: readonly string[], options: SpawnOptions = {}): Promise<Ended> {
  const child = spawnNode(args, options);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  child.stdin?.on('error', () => {});
  child.stdin?.end(options.stdin ?? '');
  const [code] = await once(child, 'close');
  return { code: code as number | null, stdout: stdout(), stderr: stderr() };
}

export interface StartLine {
  url: string;
  controlKey: string;
  account: {
    accountId: string;
    bots: { botId: string; name: string }[];
    apps: { kind: 'builder' | 'admin'; clientId: string; clientSecret: string }[];
  };
}

export interface Spawned {
  /** The first line of stdout. */
  line: string;
  /** What stands on stdout after its first line. */
  lines: string[];
  stderr: () => string;
  /** Closes the reading ends of what it prints. */
  stopReading: () => void;
  /** Waits for its end, and gives its exit code. */
  ended: () => Promise<number | null>;
  /** Ends it by a signal, and gives its exit code. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>;
}

/** Starts a program that goes on running, and waits for its first line. */
export async function spawnRunning(args: readonly string[], options: SpawnOptions = {}): Promise<Spawned> {
  const child = spawnNode(args, options);
  child.stdin?.end();
  const stderr = collect(child.stderr);
  if (!child.stdout) throw new Error('The program has no standard output.');
  const reader = createInterface(child.stdout);
  const lines: string[] = [];
  // From the start on: lines that come together are told of in one go.
  reader.on('line', (text) => lines.push(text));
  const ended = once(child, 'close').then(() => undefined);
  const exited = once(child, 'exit');
  await Promise.race([once(reader, 'line'), ended]);
  const line = lines.shift();
  if (line === undefined) throw new Error(`It ended before its first line:\n${stderr()}`);
  return {
    line,
    lines,
    stderr,
    stopReading: () => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    },
    ended: async () => {
      await exited;
      return child.exitCode;
    },
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal);
        await exited;
      }
      return child.exitCode;
    },
  };
}

export interface Server extends Spawned {
  facts: StartLine;
}

/** Starts an emulator on a free port. */
export async function startServer(
  args: readonly string[] = [],
  options: SpawnOptions = {},
  program: readonly string[] = npmStart,
): Promise<Server> {
  const spawned = await spawnRunning([...program, '--port', '0', ...args], options);
  return { ...spawned, facts: JSON.parse(spawned.line) as StartLine };
}
