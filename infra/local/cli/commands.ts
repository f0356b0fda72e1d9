import { accountsCommand } from './commands/accounts.ts';
import { clockCommand } from './commands/clock.ts';
import { consoleCommand } from './commands/console.ts';
import { curlCommand } from './commands/curl.ts';
import { exportCommand } from './commands/export.ts';
import { faultsCommand } from './commands/faults.ts';
import { generateCommand } from './commands/generate.ts';
import { importCommand } from './commands/import.ts';
import { limitsCommand } from './commands/limits.ts';
import { messagesCommand } from './commands/messages.ts';
import { requestsCommand } from './commands/requests.ts';
import { resetCommand } from './commands/reset.ts';
import { snapshotCommand } from './commands/snapshot.ts';
import { templatesCommand } from './commands/templates.ts';
import { tokenCommand } from './commands/token.ts';
import type { Command } from './shared/command.ts';

/** Every command over the control API, in the order of the help. */
export const commands: readonly Command[] = [
  accountsCommand,
  importCommand,
  exportCommand,
  messagesCommand,
  generateCommand,
  resetCommand,
  snapshotCommand,
  templatesCommand,
  clockCommand,
  faultsCommand,
  limitsCommand,
  requestsCommand,
  tokenCommand,
  curlCommand,
  consoleCommand,
];
