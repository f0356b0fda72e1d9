import { fileURLToPath } from 'node:url';
import { type Engine, externalEngine } from '../../../infra/local/engine.ts';
import { firstLine, startProcess } from './processes.ts';

const script = fileURLToPath(new URL('engine-process.ts', import.meta.url));

// A million sessions are more than Node takes by itself.
const heapMegabytes = 12_000;

/**
 * The embedded engine in a process of its own: emulators in this one then wait for it as they would for
 * DynamoDB, and what a request does not finish in time at a million sessions is not the engine's own work.
 */
export async function startEngineProcess(): Promise<Engine> {
  const args = [`--max-old-space-size=${heapMegabytes}`, '--import', 'tsx', script];
  const started = startProcess(process.execPath, args, { stdout: 'pipe' });
  const { endpoint } = JSON.parse(await firstLine('The engine', started)) as { endpoint: string };
  const { name, clientConfig } = externalEngine(endpoint);
  // Its calls wait for each other in one process: one that takes long is not lost.
  return {
    name,
    clientConfig: { ...clientConfig, requestHandler: { httpAgent: { maxSockets: 1000 } } },
    close: started.stop,
  };
}
