import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

export interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the project's commands, and CDK's, as a user would, in one environment. */
export class Commands {
  readonly #env: NodeJS.ProcessEnv;

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  /**
   * Runs `npm run NAME -- ARGUMENTS` without npm, whatever its exit code.
   *
   * @param folder of the project, or of a copy of it
   */
  run(name: string, args: readonly string[], folder = projectRoot): Promise<Ended> {
    return this.#node(['--import', 'tsx', 'infra/aws/commands/main.ts', name, ...args], folder);
  }

  /** @throws Error with all that it said where it does not succeed */
  async succeed(name: string, args: readonly string[], folder = projectRoot): Promise<Ended> {
    return succeeded(`npm run ${name} -- ${args.join(' ')}`, await this.run(name, args, folder));
  }

  /** Runs the pinned CDK command line; throws where it does not succeed. */
  async cdk(...args: string[]): Promise<Ended> {
    const cdk = join(dirname(createRequire(import.meta.url).resolve('aws-cdk/package.json')), 'bin', 'cdk');
    return succeeded(`cdk ${args.join(' ')}`, await this.#node([cdk, ...args], projectRoot));
  }

  async #node(args: readonly string[], cwd: string): Promise<Ended> {
    const child = spawn(process.execPath, args, { cwd, env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] });
    const [[code], stdout, stderr] = await Promise.all([
      once(child, 'close') as Promise<[number | null]>,
      text(child.stdout),
      text(child.stderr),
    ]);
    return { code: code ?? 1, stdout, stderr };
  }
}

function succeeded(what: string, ended: Ended): Ended {
  if (ended.code === 0) return ended;
  throw new Error(`${what} exited with ${ended.code}:\n${ended.stdout}\n${ended.stderr}`);
}
