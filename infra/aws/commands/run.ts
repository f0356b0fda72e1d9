import { type ExitCode, exitCodes, UsageError } from '../../errors.ts';
import { type Command, type CommandLine, type Effects, readCommandLine } from './command-line.ts';
import { consoleOf } from './console.ts';
import { deploy } from './deploy.ts';
import { destroy } from './destroy.ts';
import { doctor } from './doctor.ts';
import { guard } from './guard.ts';
import { atOption, restore } from './restore.ts';
import { revokeFlag, rotateKey } from './rotate-key.ts';
import { smoke } from './smoke.ts';
import { tunnel } from './tunnel.ts';
import { url } from './url.ts';

interface Entry {
  run: Command;
  does: string;
  /** Whether other options than these two are handed on to the CDK command line. */
  takesCdkOptions: boolean;
  /** Whether it reads itself what else there is. */
  readsOwnOptions?: boolean;
  /** What else it takes. */
  flag?: string;
}

const environmentCommands: Readonly<Record<string, Entry>> = {
  deploy: { run: deploy, does: 'deploys an environment', takesCdkOptions: true },
  destroy: { run: destroy, does: 'destroys an environment', takesCdkOptions: true },
  doctor: {
    run: doctor,
    does: 'looks at the account before a deployment, and says what is missing and what to do; changes nothing',
    takesCdkOptions: false,
  },
  url: {
    run: url,
    does: 'prints URL, control key secret and stacks as one line of JSON',
    takesCdkOptions: false,
  },
  console: {
    run: consoleOf,
    does: 'prints the address of the console, with the control key in it',
    takesCdkOptions: false,
  },
  smoke: {
    run: smoke,
    does: 'puts a session in and gets it out, and leaves nothing behind',
    takesCdkOptions: false,
  },
  restore: {
    run: restore,
    does: 'restores the table as it was at a time, to a new table; run again, deploys the environment with it',
    takesCdkOptions: false,
    readsOwnOptions: true,
    flag: `${atOption} TIME`,
  },
  tunnel: {
    run: tunnel,
    does: 'lets a deployed environment answer on a port of this machine, by lambda:Invoke; for a command after --, or until interrupted',
    takesCdkOptions: false,
    readsOwnOptions: true,
    flag: '-- COMMAND',
  },
  'rotate-key': {
    run: rotateKey,
    does: `changes the control key; the old one is good for a day more, or with ${revokeFlag} ends at once`,
    takesCdkOptions: false,
    flag: revokeFlag,
  },
};

function usage(name: string, { does, takesCdkOptions, flag }: Entry): string {
  const more = `${flag ? ` [${flag}]` : ''}${takesCdkOptions ? ' [any option of cdk]' : ''}`;
  return [
    `npm run ${name} -- --env NAME [--profile PROFILE]${more}`,
    `  ${does}; dev, staging, prod, or an ephemeral one such as pr-123`,
    'Exit codes: 0 done, 1 failed, 2 not tried, as something is missing or wrong that stderr names',
  ].join('\n');
}

/** A command as its line gives it. */
type Program = (args: readonly string[], effects: Effects) => Promise<ExitCode>;

const programs: Readonly<Record<string, Program>> = {
  ...Object.fromEntries(
    Object.entries(environmentCommands).map(([name, entry]) => [name, programOf(name, entry)]),
  ),
  guard,
};

function programOf(name: string, entry: Entry): Program {
  return async (args, effects) => {
    if (args.includes('--help') || args.includes('-h')) {
      effects.print(usage(name, entry));
      return exitCodes.done;
    }
    const line = readCommandLine(name, args);
    if (!entry.takesCdkOptions && !entry.readsOwnOptions) refuseOthers(name, line, entry.flag);
    await entry.run(line, effects);
    return exitCodes.done;
  };
}

/** Runs one of the commands. Throws a Failure where it cannot do its work. */
export async function run([name = '', ...args]: readonly string[], effects: Effects): Promise<ExitCode> {
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  if (program) return await program(args, effects);
  throw new UsageError(`"${name}" is no command; there are ${Object.keys(programs).join(', ')}.`);
}

function refuseOthers(name: string, { rest, profile }: CommandLine, flag: string | undefined): void {
  const [other] = rest.filter(
    (argument) => !argument.startsWith('--profile') && argument !== profile && argument !== flag,
  );
  if (other === undefined) return;
  const taken = ['--env NAME', '--profile PROFILE', ...(flag ? [flag] : [])];
  throw new UsageError(
    `npm run ${name} does not know ${other}: it takes ${taken.slice(0, -1).join(', ')} and ${taken.at(-1)}.`,
  );
}
