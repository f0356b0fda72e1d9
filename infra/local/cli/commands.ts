import type { Command } from './command.ts';
import { accountsCommand } from './commands/accounts.ts';
import { clockCommand } from './commands/clock.ts';
import { curlCommand } from './commands/curl.ts';
import { faultsCommand } from './commands/faults.ts';
import { importCommand } from './commands/import.ts';
import { requestsCommand } from './commands/requests.ts';
import { tokenCommand } from './commands/token.ts';

/** Every command over the control API, in the order of the help. */
export const commands: readonly Command[] = [
  accountsCommand,
  importCommand,
  clockCommand,
  faultsCommand,
  requestsCommand,
  tokenCommand,
  curlCommand,
];
