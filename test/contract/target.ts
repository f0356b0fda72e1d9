import { inject } from 'vitest';
import type {} from './support/local-server-setup.ts';
import { describeReach } from './support/reach.ts';

/** A running emulator as the suite sees it: HTTP, and the key of its control API. */
export interface Target {
  kind: TargetKind;
  controlKey: string;
  request: (path: string, init?: RequestInit) => Promise<Response>;
  stop: () => Promise<void>;
}

const starters = {
  'in-process': startInProcess,
  'local-server': useLocalServer,
  url: useUrl,
};

export type TargetKind = keyof typeof starters;

/** Gives what CONTRACT_TARGET names: in process each test file has an emulator of its own, servers are shared. */
export async function startTarget(): Promise<Target> {
  const kind = process.env['CONTRACT_TARGET'] ?? '';
  if (isTargetKind(kind)) return starters[kind]();
  throw new Error(`CONTRACT_TARGET is "${kind}"; it must be one of ${Object.keys(starters).join(', ')}.`);
}

function isTargetKind(kind: string): kind is TargetKind {
  return Object.hasOwn(starters, kind);
}

async function startInProcess(): Promise<Target> {
  // Loaded only here: against a deployment the suite knows nothing of the code.
  const { startEmulator } = await import('../support/emulator.ts');
  const emulator = await startEmulator();
  return {
    kind: 'in-process',
    controlKey: emulator.controlKey,
    request: (path, init) => emulator.request(`http://localhost${path}`, init),
    stop: emulator.close,
  };
}

async function useLocalServer(): Promise<Target> {
  const { url, controlKey } = inject('localServer');
  return remote('local-server', url, controlKey);
}

async function useUrl(): Promise<Target> {
  const url = process.env['CONTRACT_URL'];
  const controlKey = process.env['CONTRACT_CONTROL_KEY'];
  if (!url || !controlKey)
    throw new Error('CONTRACT_TARGET=url needs CONTRACT_URL and CONTRACT_CONTROL_KEY.');
  const trouble = await describeReach(url, controlKey);
  if (trouble !== undefined) throw new Error(trouble);
  return remote('url', url, controlKey);
}

function remote(kind: TargetKind, url: string, controlKey: string): Target {
  return {
    kind,
    controlKey,
    request: (path, init) => fetch(url + path, init),
    stop: async () => {},
  };
}
