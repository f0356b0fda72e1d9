import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

export interface RunOptions {
  cwd: string;
  env?: Readonly<Record<string, string>>;
}

/** For Java programs that end within seconds: compiled by the first compiler alone, and no threads for the heap. */
export const shortLived: readonly string[] = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

/** The same as a variable, for Maven and every Java that it starts. */
export const shortLivedJava = { JAVA_TOOL_OPTIONS: shortLived.join(' ') };

/** javac at the level of the helpers, Java 8. */
export const javac8 = [
  'javac',
  ...shortLived.map((flag) => `-J${flag}`),
  '--release',
  '8',
  '-Xlint:-options',
];

/**
 * What the shell of whoever runs this has set must not count, nor what npm tells its children. What npm has in its cache
 * it does not ask the registry for.
 */
export function inherited(): Record<string, string | undefined> {
  const names = Object.entries(process.env).filter(([name]) => !/^(KORE_|DYNAMODB_|npm_)/.test(name));
  return { ...Object.fromEntries(names), npm_config_prefer_offline: 'true' };
}

/**
 * Runs a command to its end.
 *
 * @returns what it printed, both streams together
 * @throws Error with all of it where it fails
 */
export async function run(command: readonly string[], { cwd, env = {} }: RunOptions): Promise<string> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd,
    env: { ...inherited(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
  }
  const [code] = await once(child, 'close');
  if (code === 0) return printed;
  throw new Error(`${command.join(' ')} ended with ${code}:\n${printed}`);
}
