import { fileURLToPath } from 'node:url';
import { type Engine, externalEngine } from '../../../infra/local/engine.ts';
import { firstLine, startProcess } from './processes.ts';

const script = fileURLToPath(new URL('engine-process.ts', import.meta.url));

// A million sessions are more than Node takes by itself.
const heapMegabytes = 12_000;

/**
 * The embedded engine in a process of its own, as DynamoDB is: with it in this one, a cold request at a million
 * sessions takes longer than a request may.
 */
export async function startEngineProcess(): Promise<Engine> {
  const args = [`--max-old-space-size=${heapMegabytes}`, '--import', 'tsx', script];
  const started = startProcess(process.execPath, args, { stdout: 'pipe' });
  const { endpoint } = JSON.parse(await firstLine('The engine', started)) as { endpoint: string };
  const { name, clientConfig } = externalEngine(endpoint, process.env);
  // It does one thing after the other: a call that takes long is not lost, it waits for its turn.
  return {
    name,
    clientConfig: { ...clientConfig, requestHandler: { httpAgent: { maxSockets: 1000 } } },
    close: started.stop,
  };
}
