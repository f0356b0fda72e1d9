import { inject, vi } from 'vitest';
import type { EventVersion } from '../support/api-gateway/gateway.ts';
import { askUntilFree } from './support/free-function.ts';
import type {} from './support/lambda-setup.ts';
import type {} from './support/local-server-setup.ts';
import { describeReach } from './support/reach.ts';

/** A running emulator as the suite sees it: HTTP, and the key of its control API. */
export interface Target {
  kind: TargetKind;
  controlKey: string;
  /** What stands before every path, as a stage does; clients resolve links against it. */
  basePath: string;
  /** Whether it goes with all that it holds when the tests have run, so that they need not tidy up. */
  isThrownAway: boolean;
  request: (path: string, init?: RequestInit) => Promise<Response>;
  stop: () => Promise<void>;
}

const starters = {
  'in-process': startInProcess,
  'base-path': startBehindBasePath,
  'local-server': useLocalServer,
  'lambda-v1': () => useLambda('v1'),
  'lambda-v2': () => useLambda('v2'),
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
    basePath: '',
    isThrownAway: true,
    request: (path, init) => emulator.request(path, init),
    stop: emulator.close,
  };
}

/** In this process too, behind what takes a base path away and knows nothing else, as a stage of API Gateway does. */
async function startBehindBasePath(): Promise<Target> {
  const target = await startInProcess();
  const basePath = '/stage/kore';
  return { ...target, kind: 'base-path', basePath };
}

async function useLocalServer(): Promise<Target> {
  const { url, controlKey } = inject('localServer');
  return remote('local-server', url, controlKey);
}

/** The built functions, in this process, behind an API Gateway that sends events of that version. */
async function useLambda(version: EventVersion): Promise<Target> {
  const { variables, controlKey, paths } = inject('lambda');
  Object.assign(process.env, variables);
  const { createGateway } = await import('../support/api-gateway/gateway.ts');
  const { loadFunctions } = await import('../support/api-gateway/functions.ts');
  const request = createGateway(version, await loadFunctions(paths));
  // The functions write a line for every request.
  const output = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
  return {
    kind: `lambda-${version}`,
    controlKey,
    basePath: '',
    isThrownAway: true,
    request,
    stop: async () => output.mockRestore(),
  };
}

async function useUrl(): Promise<Target> {
  const url = process.env['CONTRACT_URL'];
  const controlKey = process.env['CONTRACT_CONTROL_KEY'];
  if (!url || !controlKey)
    throw new Error('CONTRACT_TARGET=url needs CONTRACT_URL and CONTRACT_CONTROL_KEY.');
  const trouble = await describeReach(url, controlKey);
  if (trouble !== undefined) throw new Error(trouble);
  return {
    ...remote('url', url, controlKey),
    isThrownAway: process.env['CONTRACT_THROWN_AWAY'] === '1',
    request: (path, init) => askUntilFree(url + path, init),
  };
}

function remote(kind: TargetKind, url: string, controlKey: string): Target {
  return {
    kind,
    controlKey,
    basePath: new URL(url).pathname.replace(/\/+$/, ''),
    isThrownAway: false,
    request: (path, init) => fetch(url + path, init),
    stop: async () => {},
  };
}
