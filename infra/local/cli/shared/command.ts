import { parseArgs } from 'node:util';
import type { Time } from '../../../../functions/domain/time.ts';
import type { ControlClient } from '../../../client/client.ts';
import { type ExitCode, UsageError } from '../../../errors.ts';
import type { Terminal } from '../../terminal.ts';
import type { Variables } from '../../variables.ts';
import type { Output } from './output.ts';
import { wrongUsage } from './wording.ts';

export interface OptionSpec {
  /** What stands for the value in the help; an option without one is a switch. */
  value?: string;
  about: string;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

export interface Invocation {
  /** What stands on the command line beside the options. */
  words: readonly string[];
  /** Options that have a value. */
  text: (option: string) => string | undefined;
  /** Options that are switches. */
  flag: (option: string) => boolean;
  output: Output;
  terminal: Terminal;
  time: Time;
  client: ControlClient;
  /** The id of the account that is meant. */
  account: string;
  environment: Variables;
}

export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** The forms of the command line, without the program's name. */
  usage: readonly string[];
  /** More for its help, in paragraphs or lines. */
  details?: readonly string[];
  options?: OptionSpecs;
  /** Set where --url is the vendor's, and --emulator names the emulator. */
  asksVendor?: true;
  /** Set where all that follows -- is a program and its arguments, and nothing of it stands before. */
  runsProgram?: true;
  run: (invocation: Invocation) => Promise<ExitCode>;
}

/** What every command over the control API takes. */
export const commonOptions = {
  url: {
    value: 'URL',
    about: 'the emulator (default: KORE_EMULATOR_URL, else one on this machine)',
  },
  'control-key': {
    value: 'KEY',
    about: 'its key (default: KORE_EMULATOR_CONTROL_KEY, else known of yours on this machine)',
  },
  env: { value: 'NAME', about: 'the emulator that is deployed as this environment, by AWS credentials' },
  account: { value: 'ID', about: 'the account (default: demo)' },
  json: { about: 'print the result as JSON' },
  help: { about: 'this text' },
} as const satisfies OptionSpecs;

/** The common options of one command. */
export function commonOptionsOf({ asksVendor }: Command): OptionSpecs {
  if (!asksVendor) return commonOptions;
  const { url, env: _, account: __, ...others } = commonOptions;
  return { emulator: url, ...others };
}

export interface ParsedLine {
  words: string[];
  values: Record<string, string | boolean | undefined>;
}

// A negative duration begins like an option.
const negativeDuration = /^-P[\dT]/;

/** @throws UsageError that names the option that is wrong */
export function parseLine(args: readonly string[], command: Command): ParsedLine {
  const specs: OptionSpecs = { ...command.options, ...commonOptionsOf(command) };
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { value }]) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        ...(name === 'help' ? { short: 'h' } : {}),
      },
    ]),
  );
  // What follows is another program's.
  const end = args.indexOf('--');
  const [own, rest] = end < 0 ? [args, []] : [args.slice(0, end), args.slice(end + 1)];
  try {
    const { values, positionals } = parseArgs({
      args: own.filter((arg) => !negativeDuration.test(arg)),
      allowPositionals: true,
      options,
    });
    if (command.runsProgram && end >= 0 && positionals.length > 0) {
      throw wrongUsage(
        `"${positionals.join(' ')}" stands before --: give the options, then -- and the whole command`,
        command.name,
      );
    }
    const words = [...positionals, ...own.filter((arg) => negativeDuration.test(arg)), ...rest];
    return { words, values: values as ParsedLine['values'] };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw wrongUsage(message.split('. ')[0] ?? message, command.name);
  }
}
