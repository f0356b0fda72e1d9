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
  'local-server': startLocalServer,
  url: useUrl,
};

export type TargetKind = keyof typeof starters;

/** Starts what CONTRACT_TARGET names; every test file has a target of its own, but for `url`. */
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

async function startLocalServer(): Promise<Target> {
  const { spawnLocalServer } = await import('./support/local-server.ts');
  const server = await spawnLocalServer();
  return {
    kind: 'local-server',
    controlKey: server.controlKey,
    request: (path, init) => fetch(server.url + path, init),
    stop: server.stop,
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
    kind: 'url',
    controlKey,
    request: (path, init) => fetch(url + path, init),
    stop: async () => {},
  };
}
