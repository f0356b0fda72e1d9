import type { CallTypes } from '../../control/call-types.ts';
import { pathOf } from './address.ts';
import { controlKey, keyRefused } from './key.ts';
import { CallProblem, problemOf } from './problem.ts';
import { reachable } from './reachable.ts';

const account = '/accounts/{accountId}';
const snapshot = `${account}/snapshots/{name}` as const;
const session = `${account}/sessions/{sessionId}` as const;

/** The calls that the console makes; the compiler holds them to the control API. */
const forms = {
  getHealth: ['GET', '/health'],
  listAccounts: ['GET', '/accounts'],
  createAccount: ['POST', '/accounts'],
  getAccount: ['GET', account],
  changeAccount: ['PATCH', account],
  removeAccount: ['DELETE', account],
  addBot: ['POST', `${account}/bots`],
  changeBot: ['PATCH', `${account}/bots/{botId}`],
  removeBot: ['DELETE', `${account}/bots/{botId}`],
  addApp: ['POST', `${account}/apps`],
  changeApp: ['PATCH', `${account}/apps/{clientId}`],
  removeApp: ['DELETE', `${account}/apps/{clientId}`],
  importSessions: ['POST', `${account}/sessions`],
  generateSessions: ['POST', `${account}/sessions/generate`],
  exportSessions: ['GET', `${account}/sessions`],
  deleteSessions: ['DELETE', `${account}/sessions`],
  summarizeSessions: ['GET', `${account}/sessions/summary`],
  getSession: ['GET', session],
  replaceSession: ['PUT', session],
  deleteSession: ['DELETE', session],
  resetAccount: ['POST', `${account}/reset`],
  listSnapshots: ['GET', `${account}/snapshots`],
  keepSnapshot: ['PUT', snapshot],
  removeSnapshot: ['DELETE', snapshot],
  restoreSnapshot: ['POST', `${snapshot}/restore`],
  getClock: ['GET', `${account}/clock`],
  setClock: ['PUT', `${account}/clock`],
  makeToken: ['POST', `${account}/tokens`],
  getFaults: ['GET', `${account}/faults`],
  setFaults: ['PUT', `${account}/faults`],
  clearFaults: ['DELETE', `${account}/faults`],
  countFaults: ['GET', `${account}/faults/counts`],
  getRateLimits: ['GET', `${account}/rate-limits`],
  getRequests: ['GET', `${account}/requests`],
  clearRequests: ['DELETE', `${account}/requests`],
  explainRequest: ['POST', `${account}/explain`],
  getUnattributedRequests: ['GET', '/requests'],
  clearUnattributedRequests: ['DELETE', '/requests'],
} as const satisfies {
  readonly [Id in keyof CallTypes]?: readonly [CallTypes[Id]['method'], CallTypes[Id]['path']];
};

export type CallId = keyof typeof forms;
export type AnswerOf<Id extends CallId> = CallTypes[Id]['answer'];

type QueryOf<Query> = Query extends object
  ? { readonly [Name in keyof Query]?: string | number | readonly string[] | undefined }
  : never;

export interface Input<Id extends CallId> {
  path?: Partial<CallTypes[Id]['parameters']>;
  query?: QueryOf<CallTypes[Id]['query']>;
  /** JSON, or text that is sent as it is. */
  body?: unknown;
  type?: string;
  signal?: AbortSignal;
}

/**
 * Calls the control API.
 *
 * @throws CallProblem where it refuses, or does not answer
 */
export async function call<Id extends CallId>(id: Id, input: Input<Id> = {}): Promise<AnswerOf<Id>> {
  const response = await send(id, input);
  if (response.status === 204) return null as AnswerOf<Id>;
  return (await response.json()) as AnswerOf<Id>;
}

/** As `call`, with the answer as it came. */
export async function send<Id extends CallId>(id: Id, input: Input<Id> = {}): Promise<Response> {
  const [method, template] = forms[id];
  const key = controlKey.get();
  const response = await ask(pathOf('/_emulator') + filled(template, input.path) + queryOf(input.query), {
    method,
    headers: {
      ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
      ...(input.body === undefined ? {} : { 'content-type': input.type ?? 'application/json' }),
    },
    ...(input.body === undefined ? {} : { body: textBody(input.body) }),
    ...(input.signal && { signal: input.signal }),
  });
  if (response.ok) return response;
  if (response.status === 401 && key === controlKey.get()) keyRefused.set(true);
  throw await problemOf(response);
}

async function ask(url: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(url, { ...init, credentials: 'omit', cache: 'no-store' });
    reachable.set(true);
    return response;
  } catch (error) {
    if (init.signal?.aborted) throw error;
    reachable.set(false);
    throw new CallProblem(0, 'unreachable', 'The emulator does not answer.');
  }
}

const textBody = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

function filled(template: string, path: object = {}): string {
  const given = new Map<string, unknown>(Object.entries(path));
  return template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(given.get(name) ?? '')),
  );
}

function queryOf(query: object = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query) as [string, unknown][]) {
    if (value === undefined || value === '') continue;
    for (const each of Array.isArray(value) ? value : [value]) parameters.append(name, String(each));
  }
  return parameters.size > 0 ? `?${parameters}` : '';
}
