import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const running = new Set<ChildProcess>();
let folder: string | undefined;

// What was started ends with the benchmark, however that ends, and leaves nothing.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** A new folder that is removed when the benchmark ends. */
export function temporaryFolder(): string {
  folder ??= mkdtempSync(join(tmpdir(), 'kore-sessions-bench-'));
  return mkdtempSync(join(folder, 'server-'));
}

/** A process that the benchmark has started. */
export interface Started {
  child: ChildProcess;
  /** What it has written to stderr. */
  complaints: () => string;
  /** Settles when it has ended. */
  ended: Promise<void>;
  stop: () => Promise<void>;
}

/** Starts a process; its stdout is thrown away unless it is to be read. */
export function startProcess(
  command: string,
  args: readonly string[],
  { stdout = 'ignore', ...options }: SpawnOptions & { stdout?: 'pipe' | 'ignore' } = {},
): Started {
  // A file and not a pipe: reading a log of every request would slow down what measures them.
  const log = join(temporaryFolder(), 'stderr.log');
  const descriptor = openSync(log, 'w');
  const child = spawn(command, args, { ...options, stdio: ['ignore', stdout, descriptor] });
  closeSync(descriptor);
  running.add(child);
  let failure = '';
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', (error) => {
      failure = error.message;
      resolve();
    });
  }).then(() => void running.delete(child));
  return {
    child,
    ended,
    complaints: () => `${readFileSync(log, 'utf8')}${failure}`.trim(),
    stop: async () => {
      if (!running.has(child)) return;
      child.kill();
      const kill = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(kill);
    },
  };
}

/**
 * The first line that a process prints, which says that it is ready.
 *
 * @param name for the message
 * @throws Error with what it complained of, where it ends without a line
 */
export async function firstLine(name: string, { child, complaints }: Started): Promise<string> {
  if (child.stdout) {
    for await (const line of createInterface(child.stdout)) return line;
  }
  throw new Error(`${name} did not start: ${complaints()}`);
}

/** Whether the process is no longer there. */
export const hasEnded = ({ child }: Started): boolean => !running.has(child);

/**
 * Waits until a server answers at all.
 *
 * @throws Error that says what it complained of, where it ends or keeps silent for so long
 */
export async function untilAnswering(url: string, server: Started, withinMs = 60_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    if (hasEnded(server)) throw new Error(`ended at once: ${lastLine(server)}`);
    const answered = await fetch(url, { method: 'POST' }).then(
      (response) => response.arrayBuffer(),
      () => undefined,
    );
    if (answered) return;
    await sleep(50);
  }
  throw new Error(`did not answer within ${withinMs / 1000} s: ${lastLine(server)}`);
}

const lastLine = (server: Started): string => server.complaints().split('\n').at(-1) ?? '';

/** A port of the loopback address that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
