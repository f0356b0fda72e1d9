import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median } from '../report/statistics.ts';

/** A function to be loaded in fresh processes, and what it is asked. */
export interface Case {
  functionFile: string;
  eventFile: string;
  environment: Readonly<Record<string, string>>;
  /** How many warm requests are averaged, 0 for none. */
  warm: number;
  /** Throws for a body that is not the right one. */
  check: (body: string) => void;
}

/** Milliseconds; CPU where the name says so. */
type Figure = 'loadMs' | 'firstMs' | 'secondMs' | 'coldCpuMs' | 'firstCpuMs' | 'warmCpuMs';
export type ColdStart = Record<Figure, number>;

const script = fileURLToPath(new URL('first-requests.mjs', import.meta.url));
const run = promisify(execFile);

/**
 * Loads each function in so many fresh processes, one after the other and by turns, so that what else the machine
 * does meets all of them.
 *
 * @returns medians, in the order of the cases
 */
export async function measureColdStarts(cases: readonly Case[], runs: number): Promise<ColdStart[]> {
  const measured = cases.map((): ColdStart[] => []);
  // The first fills the machine's file cache, and is not counted.
  for (let count = 0; count <= runs; count += 1) {
    for (const [index, each] of cases.entries()) {
      const result = await measureOnce(each);
      if (count > 0) measured[index]?.push(result);
    }
  }
  return measured.map(medians);
}

async function measureOnce({ functionFile, eventFile, environment, warm, check }: Case): Promise<ColdStart> {
  const env = { PATH: process.env['PATH'], ...environment };
  const args = [script, functionFile, eventFile, String(warm)];
  const { stdout } = await run(process.execPath, args, { env, maxBuffer: 100_000_000 });
  const result = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as ColdStart & { body: string };
  check(result.body);
  return result;
}

function medians(measured: readonly ColdStart[]): ColdStart {
  const of = (name: Figure): number => median(measured.map((each) => each[name]));
  const [loadMs, firstMs, secondMs] = [of('loadMs'), of('firstMs'), of('secondMs')];
  const [coldCpuMs, firstCpuMs, warmCpuMs] = [of('coldCpuMs'), of('firstCpuMs'), of('warmCpuMs')];
  return { loadMs, firstMs, secondMs, coldCpuMs, firstCpuMs, warmCpuMs };
}
