import type { CommandLine } from './arguments.ts';

/** What a command does beyond asking AWS. */
export interface Effects {
  /** Runs the CDK command line and gives its exit code. */
  cdk: (args: readonly string[]) => Promise<number>;
  /** A line on stdout. */
  print: (line: string) => void;
}

/** @throws CommandError where it cannot do its work */
export type Command = (line: CommandLine, effects: Effects) => Promise<void>;
