import { npmStart } from '../../support/npm-start.ts';
import { type Control, toJson } from './account.ts';
import { firstLine, startProcess } from './processes.ts';

/** An emulator in a process of its own, as `npm start` runs it. */
export interface BenchEmulator {
  url: string;
  /** Of its process. */
  pid: number;
  control: Control;
  stop: () => Promise<void>;
}

/**
 * @param options of `npm start` besides
 * @throws Error with what it said, where it does not start
 */
export async function startEmulator(options: readonly string[] = []): Promise<BenchEmulator> {
  const args = [...npmStart, '--port', '0', '--empty', ...options];
  const started = startProcess(process.execPath, args, { stdout: 'pipe' });
  const line = await firstLine('The emulator', started);
  const { url, controlKey } = JSON.parse(line) as { url: string; controlKey: string };
  const { pid } = started.child;
  if (pid === undefined) throw new Error('The emulator has no process.');
  return {
    url,
    pid,
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
