import { npmStart } from '../../support/npm-start.ts';
import { type Control, toJson } from './account.ts';
import { firstLine, startProcess } from './processes.ts';

/** An emulator in a process of its own, as `npm start` runs it. */
export interface BenchEmulator {
  url: string;
  control: Control;
  stop: () => Promise<void>;
}

/** @throws Error with what it said, where it does not start */
export async function startEmulator(): Promise<BenchEmulator> {
  const args = [...npmStart, '--port', '0', '--empty'];
  const started = startProcess(process.execPath, args, { stdout: 'pipe' });
  const line = await firstLine('The emulator', started);
  const { url, controlKey } = JSON.parse(line) as { url: string; controlKey: string };
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
