import type { Time } from '../../../functions/domain/time.ts';
import { messageOf, UsageError } from '../../errors.ts';
import type { Outside } from '../doctor/finding.ts';
import { type Environment, environments, findEnvironment } from '../environments/index.ts';

export interface CommandLine {
  environment: Environment;
  /** The AWS profile that `--profile` names. */
  profile: string | undefined;
  /** All but `--env`, as it came; it is for the CDK command line. */
  rest: string[];
}

/** What a command does beyond asking AWS. */
export interface Effects extends Outside {
  /** Runs the CDK command line and gives its exit code. */
  cdk: (args: readonly string[]) => Promise<number>;
  /** A line on stdout. */
  print: (line: string) => void;
  time: Time;
}

/** @throws UsageError where it cannot do its work */
export type Command = (line: CommandLine, effects: Effects) => Promise<void>;

/**
 * Reads what follows the name of a command.
 *
 * @throws Failure where `--env` is missing or names no environment
 */
export function readCommandLine(command: string, args: readonly string[]): CommandLine {
  const { value: name, rest } = takeOption(args, '--env');
  const { value: profile } = takeOption(args, '--profile');
  if (name === undefined || name === '') {
    throw new UsageError(
      `--env is missing: run npm run ${command} -- --env NAME with one of ${names()}, or an ephemeral one such as pr-123.`,
    );
  }
  return { environment: environmentOf(name), profile, rest };
}

/** The last value of an option, written as `--x value` or `--x=value`, and all the other arguments. */
function takeOption(args: readonly string[], option: string): { value: string | undefined; rest: string[] } {
  const rest: string[] = [];
  let value: string | undefined;
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    if (argument === option) {
      index += 1;
      value = args[index];
    } else if (argument.startsWith(`${option}=`)) value = argument.slice(option.length + 1);
    else rest.push(argument);
  }
  return { value, rest };
}

/**
 * The environment of that name.
 *
 * @throws UsageError where there is none
 */
export function environmentOf(name: string): Environment {
  try {
    return findEnvironment(name);
  } catch (error) {
    throw new UsageError(`${messageOf(error)}.`);
  }
}

const names = (): string => environments.map(({ name }) => name).join(', ');
