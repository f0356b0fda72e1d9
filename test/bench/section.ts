import type { Table } from './report/table.ts';

/** What one part of the benchmark found. */
export interface SectionResult {
  tables: readonly Table[];
  /** The same figures and more, for programs. */
  data: unknown;
}

/** Tells people what is going on, on stderr. */
export function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Seconds that work takes. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
