import { changeAccount } from './calls/accounts/change.ts';
import { createAccount } from './calls/accounts/create.ts';
import { getAccount } from './calls/accounts/get.ts';
import { listAccounts } from './calls/accounts/list.ts';
import { removeAccount } from './calls/accounts/remove.ts';
import { addApp } from './calls/apps/add.ts';
import { changeApp } from './calls/apps/change.ts';
import { removeApp } from './calls/apps/remove.ts';
import { addBot } from './calls/bots/add.ts';
import { changeBot } from './calls/bots/change.ts';
import { removeBot } from './calls/bots/remove.ts';
import { getClock } from './calls/clock/get.ts';
import { setClock } from './calls/clock/set.ts';
import { countFaults } from './calls/faults/counts.ts';
import { clearFaults, getFaults, setFaults } from './calls/faults/faults.ts';
import { deleteMessages } from './calls/messages/delete.ts';
import { exportMessages } from './calls/messages/export.ts';
import { importMessages } from './calls/messages/import.ts';
import { getRateLimits } from './calls/rate-limits/get.ts';
import { explainRequest } from './calls/requests/explain.ts';
import { clearRequests, getRequests } from './calls/requests/requests.ts';
import { clearUnattributed, getUnattributed } from './calls/requests/unattributed.ts';
import { getHealth } from './calls/service/health.ts';
import { getOpenApi } from './calls/service/openapi.ts';
import { deleteSessions } from './calls/sessions/delete.ts';
import { deleteSession } from './calls/sessions/delete-one.ts';
import { exportSessions } from './calls/sessions/export.ts';
import { generateSessions } from './calls/sessions/generate.ts';
import { getSession } from './calls/sessions/get.ts';
import { importSessions } from './calls/sessions/import.ts';
import { replaceSession } from './calls/sessions/replace.ts';
import { summarizeSessions } from './calls/sessions/summary.ts';
import { keepSnapshot } from './calls/snapshots/keep.ts';
import { listSnapshots } from './calls/snapshots/list.ts';
import { removeSnapshot } from './calls/snapshots/remove.ts';
import { resetAccount } from './calls/snapshots/reset.ts';
import { restoreSnapshot } from './calls/snapshots/restore.ts';
import { keepTemplate, listTemplates, removeTemplate } from './calls/templates/templates.ts';
import { makeToken } from './calls/tokens/make.ts';

/** Where the control API lives: nothing of the vendor's is there, and faults and limits never touch it. */
export const controlPath = '/_emulator';

/** Every call of the control API, in the order of the document: a new call is a file and a line here. */
export const calls = [
  getHealth,
  // Loaded when it is first asked for: what describes the APIs costs a cold start nothing.
  getOpenApi(async (base): Promise<{ openapi: string }> => {
    const { openApiDocument } = await import('./openapi/document.ts');
    return openApiDocument(controlPath, calls, base);
  }),
  listAccounts,
  createAccount,
  getAccount,
  changeAccount,
  removeAccount,
  addBot,
  changeBot,
  removeBot,
  addApp,
  changeApp,
  removeApp,
  importSessions,
  generateSessions,
  exportSessions,
  deleteSessions,
  summarizeSessions,
  getSession,
  replaceSession,
  deleteSession,
  importMessages,
  exportMessages,
  deleteMessages,
  resetAccount,
  listSnapshots,
  keepSnapshot,
  removeSnapshot,
  restoreSnapshot,
  listTemplates,
  keepTemplate,
  removeTemplate,
  getClock,
  setClock,
  getFaults,
  setFaults,
  clearFaults,
  countFaults,
  getRateLimits,
  getRequests,
  clearRequests,
  explainRequest,
  getUnattributed,
  clearUnattributed,
  makeToken,
] as const;
