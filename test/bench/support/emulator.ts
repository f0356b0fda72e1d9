import { createInterface } from 'node:readline';
import { type Control, toJson } from './account.ts';
import { type Started, startProcess } from './processes.ts';

/** An emulator in a process of its own, as `npm start` runs it. */
export interface BenchEmulator {
  url: string;
  control: Control;
  stop: () => Promise<void>;
}

/** @throws Error with what it said, where it does not start */
export async function startEmulator(): Promise<BenchEmulator> {
  const args = ['--import', 'tsx', 'infra/local/main.ts', '--port', '0', '--empty'];
  const started = startProcess(process.execPath, args, { stdout: 'pipe' });
  const { url, controlKey } = await startLine(started);
  return {
    url,
    control: async <T>(method: string, path: string, body?: string): Promise<T> => {
      const response = await fetch(`${url}/_emulator${path}`, {
        method,
        headers: { authorization: `Bearer ${controlKey}` },
        ...(body === undefined ? {} : { body }),
      });
      return toJson<T>(`${method} ${path}`, response);
    },
    stop: started.stop,
  };
}

/** The line that the emulator prints for programs once it listens. */
async function startLine({ child, complaints }: Started): Promise<{ url: string; controlKey: string }> {
  if (child.stdout) {
    for await (const line of createInterface(child.stdout)) return JSON.parse(line);
  }
  throw new Error(`The emulator did not start: ${complaints()}`);
}
