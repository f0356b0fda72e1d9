import { afterAll, beforeAll } from 'vitest';
import { type BuiltCli, buildCli } from './built-cli.ts';
import { type Ended, run, type Server, type SpawnOptions, startServer } from './spawned.ts';

/** The built command line, and an emulator without sessions that its environment names. */
export class Cli {
  #built: BuiltCli | undefined;
  #server: Server | undefined;

  async start(): Promise<void> {
    this.#built = buildCli();
    const options = ['--empty', '--control-key', 'cli-test-key'];
    this.#server = await startServer(options, {}, [...this.program, 'start']);
  }

  async stop(): Promise<void> {
    this.#built?.remove();
    await this.#server?.stop();
  }

  get server(): Server {
    if (!this.#server) throw new Error('The emulator is started before the tests.');
    return this.#server;
  }

  get program(): string[] {
    if (!this.#built) throw new Error('The command line is built before the tests.');
    return [this.#built.path];
  }

  get environment(): Record<string, string> {
    return { KORE_EMULATOR_URL: this.server.facts.url, KORE_EMULATOR_CONTROL_KEY: 'cli-test-key' };
  }

  /** Runs one command line to its end. */
  run(args: readonly string[], { env, stdin }: SpawnOptions = {}): Promise<Ended> {
    return run([...this.program, ...args], {
      env: { ...this.environment, ...env },
      ...(stdin === undefined ? {} : { stdin }),
    });
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
