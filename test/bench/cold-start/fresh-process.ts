import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median } from '../report/statistics.ts';

/** Milliseconds. */
export interface ColdStart {
  load: number;
  first: number;
  second: number;
}

interface Measured {
  loadMs: number;
  firstMs: number;
  secondMs: number;
  body: string;
}

const script = fileURLToPath(new URL('first-requests.mjs', import.meta.url));
const run = promisify(execFile);

/**
 * Loads a function in so many fresh processes, one after the other.
 *
 * @param check throws for a body that is not the right one
 * @returns medians
 */
export async function measureColdStart(
  functionFile: string,
  eventFile: string,
  environment: Readonly<Record<string, string>>,
  runs: number,
  check: (body: string) => void,
): Promise<ColdStart> {
  // As the function is deployed.
  const env = { PATH: process.env['PATH'], NODE_OPTIONS: '--enable-source-maps', ...environment };
  const measured: Measured[] = [];
  // The first fills the machine's file cache, and is not counted.
  for (let count = 0; count <= runs; count += 1) {
    const { stdout } = await run(process.execPath, [script, functionFile, eventFile], { env });
    const result = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Measured;
    check(result.body);
    if (count > 0) measured.push(result);
  }
  return {
    load: median(measured.map(({ loadMs }) => loadMs)),
    first: median(measured.map(({ firstMs }) => firstMs)),
    second: median(measured.map(({ secondMs }) => secondMs)),
  };
}
