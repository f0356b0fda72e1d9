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

/** Deploys without a question and gives what `npm run url` prints. */
export async function deployed(
  { commands }: Context,
  environment: string,
  folder?: string,
): Promise<Deployed> {
  await commands.succeed('deploy', ['--env', environment, '--require-approval', 'never'], folder);
  const { stdout } = await commands.succeed('url', ['--env', environment], folder);
  return JSON.parse(stdout) as Deployed;
}
