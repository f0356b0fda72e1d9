import type { CallId } from './types.ts';

type Kind = 'array' | 'boolean' | 'number' | 'object' | 'string';

/** By what an answer is told from the JSON of another service: an array, or an object with certain fields. */
export type Shape = 'array' | Readonly<Record<string, Kind>>;

export interface CallForm {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/_emulator`. */
  path: string;
  /** 200 where nothing else is said, and of a removal 204 or 202. */
  statuses?: readonly number[];
  /** By what its answer is known; a removal has none. */
  answer: Shape | 'removal';
}

const account = '/accounts/{accountId}';
const accountShape = {
  accountId: 'string',
  createdAt: 'string',
  clock: 'object',
  bots: 'array',
  apps: 'array',
} as const;
const clockShape = { mode: 'string', now: 'string' } as const;
const snapshotShape = { name: 'string', sessions: 'number' } as const;

/** Where each call goes. */
export const callForms: Readonly<Record<CallId, CallForm>> = {
  getHealth: { method: 'GET', path: '/health', answer: { version: 'string', engine: 'string' } },
  listAccounts: { method: 'GET', path: '/accounts', answer: { accounts: 'array' } },
  createAccount: { method: 'POST', path: '/accounts', statuses: [201], answer: accountShape },
  getAccount: { method: 'GET', path: account, answer: accountShape },
  removeAccount: { method: 'DELETE', path: account, answer: 'removal' },
  importSessions: {
    method: 'POST',
    path: `${account}/sessions`,
    answer: { written: 'number', replaced: 'number', rejected: 'array', settled: 'boolean' },
  },
  generateSessions: {
    method: 'POST',
    path: `${account}/sessions/generate`,
    answer: { written: 'number', total: 'number', truth: 'object', arguments: 'object' },
  },
  resetAccount: {
    method: 'POST',
    path: `${account}/reset`,
    answer: { written: 'number', clock: 'object' },
  },
  listSnapshots: { method: 'GET', path: `${account}/snapshots`, answer: { snapshots: 'array' } },
  keepSnapshot: {
    method: 'PUT',
    path: `${account}/snapshots/{name}`,
    statuses: [201, 200],
    answer: snapshotShape,
  },
  removeSnapshot: { method: 'DELETE', path: `${account}/snapshots/{name}`, answer: 'removal' },
  restoreSnapshot: {
    method: 'POST',
    path: `${account}/snapshots/{name}/restore`,
    answer: { ...snapshotShape, clock: 'object' },
  },
  getClock: { method: 'GET', path: `${account}/clock`, answer: clockShape },
  setClock: { method: 'PUT', path: `${account}/clock`, answer: clockShape },
  makeToken: { method: 'POST', path: `${account}/tokens`, answer: { token: 'string' } },
  getFaults: { method: 'GET', path: `${account}/faults`, answer: 'array' },
  setFaults: { method: 'PUT', path: `${account}/faults`, answer: 'array' },
  clearFaults: { method: 'DELETE', path: `${account}/faults`, answer: 'removal' },
  getRequests: { method: 'GET', path: `${account}/requests`, answer: { requests: 'array' } },
  clearRequests: { method: 'DELETE', path: `${account}/requests`, answer: 'removal' },
};

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
