import { type Command, commonOptions, commonOptionsOf, type OptionSpecs } from './shared/command.ts';
import { columns } from './shared/output.ts';

const program = 'kore-sessions-emulator';

function optionLines(specs: OptionSpecs): string {
  return columns(
    Object.entries(specs).map(([name, { value, about }]) => [
      `  --${name}${value ? ` ${value}` : ''}`,
      about,
    ]),
  );
}

/** The help of the whole program; `start` stands apart from the commands over the control API. */
export function programHelp(commands: readonly Command[]): string {
  const rows = [
    ['start', 'start an emulator on this machine'],
    ...commands.map(({ name, summary }) => [name, summary]),
  ];
  return `Kore Sessions Emulator: Kore.ai's Sessions History API (getSessions) as a test system

  ${program} COMMAND [options]

${columns(rows.map(([name = '', summary = '']) => [`  ${name}`, summary]))}

  ${program} COMMAND --help says more of one, and --version which version this is.

Options of every command but start:

${optionLines(commonOptions)}

The result goes to stdout, as text for people or, with --json, as JSON for programs; progress, hints and
errors go to stderr. (start always prints one line of JSON to stdout.)

Exit codes: 0 done; 1 failed, stderr says why; 2 the command line is wrong; 3 no emulator answers at the
URL; 4 done, but some rows of an import were rejected.
`;
}

export function commandHelp(command: Command): string {
  const { usage, summary, details = [], options = {} } = command;
  const own = Object.keys(options).length > 0 ? `${optionLines(options)}\n\n` : '';
  return `${summary.charAt(0).toUpperCase()}${summary.slice(1)}

${usage.map((form) => `  ${program} ${form}`).join('\n')}

${details.length > 0 ? `${details.join('\n')}\n\n` : ''}${own}${optionLines(commonOptionsOf(command))}
`;
}
