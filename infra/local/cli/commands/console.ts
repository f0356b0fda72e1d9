import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exitCodes, Failure } from '../../../errors.ts';
import { consoleAddress } from '../../console-address.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { takeWords } from '../shared/subcommand.ts';

// Only a clone knows environments, and has what asks AWS for them.
const awsCommands = fileURLToPath(new URL('../../../aws/commands/main.ts', import.meta.url));

/** What opens an address in the browser, by platform. */
const openers: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

/** The address of a deployed environment's console, as the command of the clone prints it. */
async function deployedAddress(environment: string): Promise<string> {
  if (!existsSync(awsCommands)) {
    throw new Failure(
      '--env is for a clone of the project: this package knows no environments. Use --url and --control-key.',
    );
  }
  const args = ['--import', 'tsx', awsCommands, 'console', '--env', environment];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return printed.trim();
  throw new Failure(`The console of ${environment} was not found; what is wrong stands above.`);
}

async function addressFor({ client, text }: Invocation): Promise<string> {
  const environment = text('env');
  if (environment !== undefined) return deployedAddress(environment);
  // So that a wrong key or an emulator that does not run is told here, and not by an empty page.
  await client.call('listAccounts', { query: { limit: 1 } });
  return consoleAddress(client.url, client.controlKey());
}

function openInBrowser(address: string): void {
  const [program = 'xdg-open', ...args] = openers[process.platform] ?? ['xdg-open'];
  const child = spawn(program, [...args, address], { stdio: 'ignore', detached: true });
  // Where nothing opens it there is still the address that was printed.
  child.once('error', () => undefined);
  child.unref();
}

export const consoleCommand: Command = {
  name: 'console',
  summary: 'the address of the console, a page that shows requests, sessions and more; with the key in it',
  usage: ['console [--open]', 'console --env NAME [--open]'],
  details: ['Whoever has the address has the control key. The page takes the key out of it at once.'],
  options: {
    env: { value: 'NAME', about: 'of a deployed environment, from a clone with AWS credentials' },
    open: { about: 'open it in the browser too' },
  },
  run: async (invocation) => {
    takeWords('console', invocation);
    const address = await addressFor(invocation);
    invocation.output.result({ console: address }, () => address);
    if (invocation.flag('open')) openInBrowser(address);
    return exitCodes.done;
  },
};
