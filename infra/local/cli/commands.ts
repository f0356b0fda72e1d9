import { accountsCommand } from './commands/accounts.ts';
import { appsCommand } from './commands/apps.ts';
import { botsCommand } from './commands/bots.ts';
import { clockCommand } from './commands/clock.ts';
import { consoleCommand } from './commands/console.ts';
import { curlCommand } from './commands/curl.ts';
import { driftCommand } from './commands/drift.ts';
import { envCommand } from './commands/env.ts';
import { execCommand } from './commands/exec.ts';
import { explainCommand } from './commands/explain.ts';
import { exportCommand } from './commands/export.ts';
import { faultsCommand } from './commands/faults.ts';
import { generateCommand } from './commands/generate.ts';
import { importCommand } from './commands/import.ts';
import { messagesCommand } from './commands/messages.ts';
import { limitsCommand, rateLimitCommand } from './commands/rate-limit.ts';
import { recordCommand } from './commands/record.ts';
import { requestsCommand } from './commands/requests.ts';
import { resetCommand } from './commands/reset.ts';
import { sessionsCommand } from './commands/sessions.ts';
import { settingsCommand } from './commands/settings.ts';
import { snapshotCommand } from './commands/snapshot.ts';
import { templatesCommand } from './commands/templates.ts';
import { tokenCommand } from './commands/token.ts';
import type { Command } from './shared/command.ts';

/** Every command over the control API, in the order of the help. */
export const commands: readonly Command[] = [
  execCommand,
  envCommand,
  accountsCommand,
  botsCommand,
  appsCommand,
  settingsCommand,
  rateLimitCommand,
  importCommand,
  exportCommand,
  messagesCommand,
  generateCommand,
  sessionsCommand,
  resetCommand,
  snapshotCommand,
  templatesCommand,
  clockCommand,
  faultsCommand,
  limitsCommand,
  requestsCommand,
  explainCommand,
  tokenCommand,
  curlCommand,
  consoleCommand,
  driftCommand,
  recordCommand,
];
