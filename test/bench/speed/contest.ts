import { median } from '../report/statistics.ts';
import { progress } from '../section.ts';
import { type LoadResult, load, type Target } from './load.ts';

/** A server under measurement, or one way to run it. */
export interface Contender {
  name: string;
  target: Target;
  /** What must have happened before it is measured. */
  before?: () => Promise<void>;
  /** What must have happened before the next one is measured. */
  after?: () => Promise<void>;
}

export interface Rounds {
  connections: number;
  rounds: number;
  roundMs: number;
  /** Before the first round, for each. */
  warmUpMs: number;
}

export interface ContenderResult {
  name: string;
  /** Requests a second during the warm-up: what a short run of tests meets. */
  freshPerSecond: number;
  /** Medians over the rounds; latencies in milliseconds. */
  median: Omit<LoadResult, 'requests'>;
  rounds: LoadResult[];
}

/**
 * Warms all contenders up, then measures them in turns: forwards in one round and backwards in the next, so
 * that a machine that grows slower or faster does so for all of them.
 */
export async function measure(
  contenders: readonly Contender[],
  { connections, rounds, roundMs, warmUpMs }: Rounds,
): Promise<ContenderResult[]> {
  const found = new Map<Contender, LoadResult[]>(contenders.map((contender) => [contender, []]));
  const turn = async (contender: Contender, durationMs: number): Promise<LoadResult> => {
    await contender.before?.();
    try {
      return await load(contender.target, connections, durationMs);
    } catch (error) {
      throw new Error(`${contender.name}: ${error instanceof Error ? error.message : error}`);
    } finally {
      await contender.after?.();
    }
  };
  progress('speed: warming up');
  const fresh = new Map<Contender, LoadResult>();
  for (const contender of contenders) fresh.set(contender, await turn(contender, warmUpMs));
  for (let round = 0; round < rounds; round += 1) {
    progress(`speed: round ${round + 1} of ${rounds}`);
    const order = round % 2 === 0 ? contenders : contenders.toReversed();
    for (const contender of order) found.get(contender)?.push(await turn(contender, roundMs));
  }
  return [...found].map(([contender, results]) => ({
    name: contender.name,
    freshPerSecond: fresh.get(contender)?.perSecond ?? 0,
    median: {
      perSecond: median(results.map(({ perSecond }) => perSecond)),
      p50: median(results.map(({ p50 }) => p50)),
      p95: median(results.map(({ p95 }) => p95)),
      p99: median(results.map(({ p99 }) => p99)),
    },
    rounds: results,
  }));
}
