import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { cdkProgram } from '../../infra/aws/cdk.ts';
import { codeOf, projectRoot, spawnNode } from './child.ts';

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
    return succeeded(`cdk ${args.join(' ')}`, await this.#node([cdkProgram, ...args], projectRoot));
  }

  async #node(args: readonly string[], cwd: string): Promise<Ended> {
    const child = spawnNode(args, { cwd, env: this.#env, stdio: ['ignore', 'pipe', 'pipe'] });
    const [code, stdout, stderr] = await Promise.all([codeOf(child), read(child.stdout), read(child.stderr)]);
    return { code, stdout, stderr };
  }
}

const read = (stream: Readable | null): string | Promise<string> => (stream ? text(stream) : '');

function succeeded(what: string, ended: Ended): Ended {
  if (ended.code === 0) return ended;
  throw new Error(`${what} exited with ${ended.code}:\n${ended.stdout}\n${ended.stderr}`);
}
