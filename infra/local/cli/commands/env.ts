import { exitCodes } from '../../../errors.ts';
import { variablesOf } from '../../../testing/typescript/variables.ts';
import type { Command } from '../shared/command.ts';
import { takeWords } from '../shared/subcommand.ts';
import { wrongUsage } from '../shared/wording.ts';

type Variables = readonly (readonly [name: string, value: string])[];

const lines = (variables: Variables, line: (name: string, value: string) => string): string =>
  variables.map(([name, value]) => line(name, value)).join('\n');

/** In a shell's quotes nothing is special but the quote. */
const formats: Readonly<Record<string, (variables: Variables) => string>> = {
  sh: (variables) => lines(variables, (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`),
  powershell: (variables) =>
    lines(variables, (name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`),
  json: (variables) => JSON.stringify(Object.fromEntries(variables)),
  dotenv: (variables) => lines(variables, (name, value) => `${name}=${dotenvValue(value)}`),
  // What a step appends to $GITHUB_ENV: values hold no line breaks.
  github: (variables) => lines(variables, (name, value) => `${name}=${value}`),
};

/** In single quotes the readers of .env files take everything as it is; where there is one, double quotes serve. */
function dotenvValue(value: string): string {
  if (/^[\w./:+=@-]*$/.test(value)) return value;
  return value.includes("'") ? `"${value}"` : `'${value}'`;
}

export const envCommand: Command = {
  name: 'env',
  summary: 'the variables that clients and tests of an account read',
  usage: ['env [--account ID] [--format FORMAT]'],
  details: [
    'For example:',
    '',
    '  eval "$(kore-sessions-emulator env)"',
    '  kore-sessions-emulator env --format github >> "$GITHUB_ENV"',
  ],
  options: { format: { value: 'NAME', about: `${Object.keys(formats).join(', ')} (default: sh)` } },
  run: async (invocation) => {
    takeWords('env', invocation);
    const { client, output, text, flag } = invocation;
    const name = text('format') ?? (flag('json') ? 'json' : 'sh');
    const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
    if (!format) {
      throw wrongUsage(`--format ${name} is not one of ${Object.keys(formats).join(', ')}`, 'env');
    }
    const account = await client.call('getAccount', { accountId: invocation.account });
    const variables = variablesOf({ url: client.url, controlKey: client.controlKey(), account });
    output.raw(`${format(Object.entries(variables))}\n`);
    return exitCodes.done;
  },
};
