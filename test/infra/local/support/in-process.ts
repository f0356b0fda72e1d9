import { Readable, Writable } from 'node:stream';
import { runCli } from '../../../../infra/local/cli/run.ts';
import { startServer as startHere } from '../../../../infra/local/run-server.ts';
import type { Terminal } from '../../../../infra/local/terminal.ts';
import { type Ended, type Server, type SpawnOptions, type StartLine, variablesOf } from './spawned.ts';

interface KeptTerminal {
  terminal: Terminal;
  stdout: () => string;
  stderr: () => string;
  /** As Ctrl-C does. */
  interrupt: () => void;
}

/** A terminal that keeps what is written to it. */
function keptTerminal(stdin: string | Buffer = ''): KeptTerminal {
  const [stdout, stderr] = [kept(), kept()];
  const end = new AbortController();
  return {
    terminal: {
      stdin: Readable.from(stdin.length === 0 ? [] : [Buffer.from(stdin)]),
      stdout: stdout.stream,
      stderr: stderr.stream,
      isWatched: false,
      interruption: () => end.signal,
    },
    stdout: stdout.text,
    stderr: stderr.text,
    interrupt: () => end.abort(),
  };
}

function kept(): { stream: Writable; text: () => string } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}

/** Runs a command line to its end, in this process: the same as the program but for its first lines. */
export async function run(args: readonly string[], { env, stdin }: SpawnOptions = {}): Promise<Ended> {
  const { terminal, stdout, stderr } = keptTerminal(stdin);
  const code = await runCli(args, variablesOf(env), terminal);
  return { code: code ?? null, stdout: stdout(), stderr: stderr() };
}

/** A command that goes on until it is interrupted. */
export interface Going {
  lines: () => string[];
  /** @returns its exit code */
  interrupt: () => Promise<number | null>;
}

export function runOn(args: readonly string[], { env }: SpawnOptions = {}): Going {
  const { terminal, stdout, interrupt } = keptTerminal();
  const ended = runCli(args, variablesOf(env), terminal);
  return {
    lines: () => stdout().split('\n').slice(0, -1),
    interrupt: async () => {
      interrupt();
      return (await ended) ?? null;
    },
  };
}

export type HereServer = Pick<Server, 'line' | 'lines' | 'stderr' | 'facts'> & { stop: () => Promise<void> };

/** Starts an emulator on a free port, in this process. */
export async function startServer(
  args: readonly string[] = [],
  { env }: SpawnOptions = {},
): Promise<HereServer> {
  const { terminal, stdout, stderr } = keptTerminal();
  const program = 'kore-sessions-emulator start';
  const running = await startHere(['--port', '0', ...args], program, variablesOf(env), terminal);
  if (!running) throw new Error('The server is asked for its help alone.');
  await running.tell();
  const [line = '', ...lines] = stdout().split('\n').slice(0, -1);
  return {
    line,
    lines,
    stderr,
    facts: JSON.parse(line) as StartLine,
    stop: async () => {
      running.withdraw();
      await running.close();
    },
  };
}

/** Runs work with an emulator in this process, and ends it whatever happens. */
export async function withServer(
  args: readonly string[],
  work: (server: HereServer) => Promise<void>,
  options: SpawnOptions = {},
): Promise<void> {
  const server = await startServer(args, options);
  try {
    await work(server);
  } finally {
    await server.stop();
  }
}
