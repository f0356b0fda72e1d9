import type { Aws } from '../aws.ts';
import type { Commands } from '../commands.ts';

/** What the steps share. */
export interface Context {
  aws: Aws;
  commands: Commands;
  /** The environment of processes that take MiniStack for AWS. */
  env: NodeJS.ProcessEnv;
  /** A folder that is gone after the test, where it passes. */
  folder: string;
  /** Runs part of the test and notes how long it takes. */
  timed: <T>(name: string, part: () => Promise<T>) => Promise<T>;
}

/** What `npm run url` prints. */
export interface Deployed {
  url: string;
  controlKeySecret: string;
  stacks: string[];
}

/** The options of a deployment without a question. */
export const unasked = ['--require-approval', 'never'] as const;

/**
 * Deploys without a question and gives what `npm run url` prints.
 *
 * @param folder of the project, or of a copy of it
 * @param more options
 */
export async function deployed(
  { commands }: Context,
  environment: string,
  folder?: string,
  more: readonly string[] = [],
): Promise<Deployed> {
  await commands.succeed('deploy', ['--env', environment, ...unasked, ...more], folder);
  const { stdout } = await commands.succeed('url', ['--env', environment], folder);
  return JSON.parse(stdout) as Deployed;
}
