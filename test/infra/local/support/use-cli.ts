import { afterAll, beforeAll } from 'vitest';
import { builtCli } from './built-cli.ts';
import { type HereServer, run, startServer } from './in-process.ts';
import { type Ended, run as runProcess, type SpawnOptions } from './spawned.ts';

/** The command line, and an emulator without sessions that its environment names; both in this process. */
export class Cli {
  #server: HereServer | undefined;

  async start(): Promise<void> {
    this.#server = await startServer(['--empty', '--quiet', '--control-key', 'cli-test-key']);
  }

  async stop(): Promise<void> {
    await this.#server?.stop();
  }

  get server(): HereServer {
    if (!this.#server) throw new Error('The emulator is started before the tests.');
    return this.#server;
  }

  get environment(): Record<string, string> {
    return { KORE_EMULATOR_URL: this.server.facts.url, KORE_EMULATOR_CONTROL_KEY: 'cli-test-key' };
  }

  /** Runs one command line to its end. */
  run(args: readonly string[], { env, ...options }: SpawnOptions = {}): Promise<Ended> {
    return run(args, { ...options, env: { ...this.environment, ...env } });
  }

  /** Runs one command line to its end as the published package does, in a process of its own. */
  runBuilt(args: readonly string[], { env, ...options }: SpawnOptions = {}): Promise<Ended> {
    return runProcess([builtCli(), ...args], { ...options, env: { ...this.environment, ...env } });
  }

  /** Runs a command that must succeed, with --json, and gives what it says. */
  async json<T>(...args: string[]): Promise<T> {
    const { code, stdout, stderr } = await this.run([...args, '--json']);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`);
    return JSON.parse(stdout) as T;
  }
}

/** Gives a test file the command line, from its first test to its last. */
export function useCli(): Cli {
  const cli = new Cli();
  beforeAll(() => cli.start());
  afterAll(() => cli.stop());
  return cli;
}
