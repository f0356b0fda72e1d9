import type { CallTypes } from '../../functions/control/call-types.ts';
import type { CallId } from './types.ts';

type Kind = 'array' | 'boolean' | 'number' | 'object' | 'string';

/** The form of an answer, by which JSON of another service is found out: an array, or fields of an object. */
export type Shape = 'array' | Readonly<Record<string, Kind>>;

type KindOf<Value> = Value extends readonly unknown[]
  ? 'array'
  : Value extends string
    ? 'string'
    : Value extends number
      ? 'number'
      : Value extends boolean
        ? 'boolean'
        : 'object';

type ShapeOf<Body> = Body extends readonly unknown[]
  ? 'array'
  : { readonly [Name in keyof Body]?: KindOf<Body[Name]> };

/** How a call is made, and what is a good answer to it. */
interface CallForm<Id extends CallId> {
  method: CallTypes[Id]['method'];
  /** Below `/_emulator`. */
  path: CallTypes[Id]['path'];
  /** The one that messages name comes first. */
  statuses: readonly (keyof CallTypes[Id]['answers'])[];
  /** By what its answer is known; a removal has none. */
  answer: null extends CallTypes[Id]['answer'] ? 'removal' : ShapeOf<CallTypes[Id]['answer']>;
}

const account = '/accounts/{accountId}';
const snapshot = `${account}/snapshots/{name}` as const;
const accountShape = {
  accountId: 'string',
  createdAt: 'string',
  clock: 'object',
  bots: 'array',
  apps: 'array',
} as const;
const clockShape = { mode: 'string', now: 'string' } as const;
const snapshotShape = { name: 'string', createdAt: 'string' } as const;
const bot = `${account}/bots/{botId}` as const;
const botShape = { botId: 'string', name: 'string' } as const;
const app = `${account}/apps/{clientId}` as const;
const appShape = { kind: 'string', clientId: 'string', clientSecret: 'string' } as const;
const session = `${account}/sessions/{sessionId}` as const;
const sessionShape = { sessionId: 'string', row: 'object' } as const;
const deletedShape = { deleted: 'number', settled: 'boolean' } as const;
const ok = { statuses: [200] } as const;
const removal = { statuses: [204], answer: 'removal' } as const;

/** The calls that a client makes, checked by the compiler against the control API. */
export const callForms = {
  getHealth: { ...ok, method: 'GET', path: '/health', answer: { version: 'string', engine: 'string' } },
  listAccounts: { ...ok, method: 'GET', path: '/accounts', answer: { accounts: 'array' } },
  createAccount: { method: 'POST', path: '/accounts', statuses: [201], answer: accountShape },
  getAccount: { ...ok, method: 'GET', path: account, answer: accountShape },
  removeAccount: { method: 'DELETE', path: account, statuses: [204, 202], answer: 'removal' },
  changeAccount: { ...ok, method: 'PATCH', path: account, answer: accountShape },
  addBot: { method: 'POST', path: `${account}/bots`, statuses: [201], answer: botShape },
  changeBot: { ...ok, method: 'PATCH', path: bot, answer: botShape },
  removeBot: { ...ok, method: 'DELETE', path: bot, answer: deletedShape },
  addApp: { method: 'POST', path: `${account}/apps`, statuses: [201], answer: appShape },
  changeApp: { ...ok, method: 'PATCH', path: app, answer: appShape },
  removeApp: { ...removal, method: 'DELETE', path: app },
  getSession: { ...ok, method: 'GET', path: session, answer: sessionShape },
  replaceSession: { method: 'PUT', path: session, statuses: [200, 201], answer: sessionShape },
  deleteSession: { ...ok, method: 'DELETE', path: session, answer: deletedShape },
  deleteSessions: { ...ok, method: 'DELETE', path: `${account}/sessions`, answer: { settled: 'boolean' } },
  summarizeSessions: {
    ...ok,
    method: 'GET',
    path: `${account}/sessions/summary`,
    answer: { total: 'number', perBot: 'object' },
  },
  importSessions: {
    ...ok,
    method: 'POST',
    path: `${account}/sessions`,
    answer: { written: 'number', replaced: 'number', rejected: 'array', settled: 'boolean' },
  },
  generateSessions: {
    ...ok,
    method: 'POST',
    path: `${account}/sessions/generate`,
    answer: { written: 'number', total: 'number', truth: 'object', arguments: 'object' },
  },
  importMessages: {
    ...ok,
    method: 'POST',
    path: `${account}/messages`,
    answer: { written: 'number', replaced: 'number', rejected: 'array', settled: 'boolean' },
  },
  deleteMessages: {
    ...ok,
    method: 'DELETE',
    path: `${account}/messages`,
    answer: { deleted: 'number', settled: 'boolean' },
  },
  resetAccount: {
    ...ok,
    method: 'POST',
    path: `${account}/reset`,
    answer: { clock: 'object' },
  },
  listSnapshots: { ...ok, method: 'GET', path: `${account}/snapshots`, answer: { snapshots: 'array' } },
  keepSnapshot: { method: 'PUT', path: snapshot, statuses: [201, 200], answer: snapshotShape },
  removeSnapshot: { ...removal, method: 'DELETE', path: snapshot },
  restoreSnapshot: {
    ...ok,
    method: 'POST',
    path: `${snapshot}/restore`,
    answer: { ...snapshotShape, clock: 'object' },
  },
  listTemplates: { ...ok, method: 'GET', path: '/templates', answer: { templates: 'array' } },
  keepTemplate: {
    method: 'PUT',
    path: '/templates/{name}',
    statuses: [201, 200],
    answer: { ...snapshotShape, bots: 'array' },
  },
  removeTemplate: { ...removal, method: 'DELETE', path: '/templates/{name}' },
  getClock: { ...ok, method: 'GET', path: `${account}/clock`, answer: clockShape },
  setClock: { ...ok, method: 'PUT', path: `${account}/clock`, answer: clockShape },
  makeToken: { ...ok, method: 'POST', path: `${account}/tokens`, answer: { token: 'string' } },
  getFaults: { ...ok, method: 'GET', path: `${account}/faults`, answer: 'array' },
  setFaults: { ...ok, method: 'PUT', path: `${account}/faults`, answer: 'array' },
  clearFaults: { ...removal, method: 'DELETE', path: `${account}/faults` },
  countFaults: { ...ok, method: 'GET', path: `${account}/faults/counts`, answer: 'array' },
  getRateLimits: {
    ...ok,
    method: 'GET',
    path: `${account}/rate-limits`,
    answer: { at: 'string', used: 'array' },
  },
  getRequests: { ...ok, method: 'GET', path: `${account}/requests`, answer: { requests: 'array' } },
  getUnattributedRequests: {
    ...ok,
    method: 'GET',
    path: '/requests',
    answer: { requests: 'array', leftOut: 'number' },
  },
  clearUnattributedRequests: { ...removal, method: 'DELETE', path: '/requests' },
  clearRequests: { ...removal, method: 'DELETE', path: `${account}/requests` },
} as const satisfies { readonly [Id in CallId]?: CallForm<Id> };

/** The calls that a client makes. */
export type ClientCallId = keyof typeof callForms;

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** @returns what is missing, such as `JSON with accountId`; undefined where nothing is */
export function misfitOf(value: unknown, shape: Shape): string | undefined {
  if (shape === 'array') return Array.isArray(value) ? undefined : 'a JSON array';
  if (typeof value !== 'object' || value === null) return 'JSON';
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const missing = Object.entries(shape).find(([name, kind]) => kindOf(fields[name]) !== kind);
  return missing && `JSON with ${missing[0]}`;
}
