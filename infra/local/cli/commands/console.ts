import { spawn } from 'node:child_process';
import { exitCodes } from '../../../errors.ts';
import { consoleAddress } from '../../console-address.ts';
import type { Command, Invocation } from '../shared/command.ts';
import { takeWords } from '../shared/subcommand.ts';

/** What opens an address in the browser, by platform. */
const openers: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

async function addressFor({ client }: Invocation): Promise<string> {
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
