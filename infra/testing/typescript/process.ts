import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Time } from '../../../functions/domain/time.ts';
import { Failure } from '../../errors.ts';
import type { StartOptions } from './api.ts';

export interface StartedProcess {
  url: string;
  controlKey: string;
  log: () => string;
  stop: () => Promise<void>;
}

/** Of what it printed, the end is kept. */
const longestLog = 200_000;
const startWithinMsByDefault = 30_000;
const stopWithinMs = 5_000;

/**
 * Starts the command line of this package. The emulator ends when its standard input does, and so with this process
 * however that ends; what it prints is read all the time, so that it never waits for a reader.
 */
export async function startProcess(
  { startWithinMs = startWithinMsByDefault, ...options }: StartOptions,
  time: Time,
): Promise<StartedProcess> {
  const child = spawn(process.execPath, [programOf(), ...argumentsOf(options)], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: withoutKey(process.env),
  });
  const log = gather(child.stderr);
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = (): Promise<void> => end(child, gone, time);
  child.stdin?.on('error', () => {});
  const line = await firstLine(child, gone, startWithinMs, time).catch(async (error: Error) => {
    await stop();
    const said = log().trim();
    throw new Failure(
      `The emulator did not start: ${error.message}.${said === '' ? '' : ` It said:\n${said}`}`,
    );
  });
  // The tests need not end it for their own process to end.
  child.unref();
  for (const stream of [child.stdin, child.stdout, child.stderr]) unref(stream);
  const { url, controlKey } = JSON.parse(line) as { url: string; controlKey: string };
  return { url, controlKey, log, stop };
}

const programOf = (): string =>
  join(
    dirname(createRequire(import.meta.url).resolve('kore-sessions-emulator/package.json')),
    'infra/local/bin.mjs',
  );

function argumentsOf({ port = 0, seed, requestLines = false, options = [] }: StartOptions): string[] {
  return [
    'start',
    '--until-stdin-ends',
    ...['--port', String(port)],
    ...(seed === undefined ? ['--empty'] : ['--seed', seed]),
    ...(requestLines ? [] : ['--quiet']),
    ...options,
  ];
}

/** The key of another emulator is not to be that of this one. */
function withoutKey({ KORE_EMULATOR_CONTROL_KEY: _, DYNAMODB_ENDPOINT: __, ...others }: NodeJS.ProcessEnv) {
  return others;
}

function gather(stream: ChildProcess['stderr']): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-longestLog);
  });
  return () => text;
}

function firstLine(child: ChildProcess, gone: Promise<void>, withinMs: number, time: Time): Promise<string> {
  return new Promise((resolve, reject) => {
    const cancel = time.after(withinMs, () =>
      reject(new Error(`no answer within ${withinMs / 1000} seconds`)),
    );
    child.once('error', reject);
    if (child.stdout) {
      // Reads on, so that the pipe never fills.
      createInterface(child.stdout)
        .once('line', (line) => {
          cancel();
          resolve(line);
        })
        .on('line', () => {});
    }
    void gone.then(() => {
      cancel();
      reject(new Error(`it ended with exit code ${child.exitCode ?? child.signalCode}`));
    });
  });
}

async function end(child: ChildProcess, gone: Promise<void>, time: Time): Promise<void> {
  child.ref();
  child.stdin?.end();
  const cancel = time.after(stopWithinMs, () => child.kill('SIGKILL'));
  await gone;
  cancel();
}

function unref(stream: unknown): void {
  (stream as { unref?: () => void } | null)?.unref?.();
}
