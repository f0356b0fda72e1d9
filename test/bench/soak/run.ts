import { setTimeout as sleep } from 'node:timers/promises';
import type { Options } from '../options.ts';
import { percentile } from '../report/statistics.ts';
import { figure, type Table } from '../report/table.ts';
import { progress, type SectionResult } from '../section.ts';
import { startEmulator } from '../support/emulator.ts';
import { loadAccount } from '../support/load-account.ts';
import { residentBytes } from '../support/process-memory.ts';
import { temporaryFolder } from '../support/processes.ts';
import { type Work, workOn } from './work.ts';

const samples = 10;

interface Tally {
  name: Work['name'];
  /** Ms of each, in the order of their ends. */
  times: number[];
  failures: string[];
}

interface MemorySample {
  seconds: number;
  /** Bytes that the emulator's process holds in memory. */
  resident: number;
}

/** Reads, imports, deletes and accounts that come and go at the same time, over a data folder, for a while. */
export async function benchSoak({ quick, minutes }: Options): Promise<SectionResult> {
  const seconds = quick ? 10 : minutes * 60;
  const sessions = quick ? 5_000 : 50_000;
  const emulator = await startEmulator(['--quiet', '--data', temporaryFolder()]);
  try {
    const account = await loadAccount(emulator, sessions);
    progress(`soak: ${figure(seconds)} s of mixed work over ${figure(sessions)} sessions`);
    const until = performance.now() + seconds * 1_000;
    const work = workOn(emulator, account).map((each) => repeat(each, until));
    const memory = watchMemory(emulator.pid, seconds);
    const tallies = await Promise.all(work);
    return {
      tables: [timesTable(tallies, seconds, sessions), memoryTable(await memory)],
      data: { seconds, sessions, memory: await memory, work: tallies.map(summaryOf) },
    };
  } finally {
    await emulator.stop();
  }
}

async function repeat({ name, at, pauseMs, once }: Work, until: number): Promise<Tally> {
  const tally: Tally = { name, times: [], failures: [] };
  let round = 0;
  const loop = async (): Promise<void> => {
    while (performance.now() < until) {
      const began = performance.now();
      try {
        await once(round++);
        tally.times.push(performance.now() - began);
      } catch (error) {
        tally.failures.push(error instanceof Error ? error.message : String(error));
      }
      await sleep(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: at }, loop));
  return tally;
}

async function watchMemory(pid: number, seconds: number): Promise<MemorySample[]> {
  const found: MemorySample[] = [];
  for (let sample = 0; sample <= samples; sample++) {
    if (sample > 0) await sleep((seconds / samples) * 1_000);
    found.push({ seconds: (sample * seconds) / samples, resident: residentBytes(pid) });
  }
  return found;
}

const summaryOf = ({ name, times, failures }: Tally) => ({
  name,
  count: times.length,
  failures: failures.length,
  firstFailure: failures[0],
  ...(times.length > 0 && {
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    p999: percentile(times, 0.999),
    longest: percentile(times, 1),
  }),
});

function timesTable(tallies: readonly Tally[], seconds: number, sessions: number): Table {
  const failed = tallies.flatMap(({ name, failures }) =>
    failures.slice(0, 1).map((why) => `${name}: ${why}`),
  );
  return {
    title: `Mixed work for ${figure(seconds)} s over ${figure(sessions)} sessions, ms`,
    columns: ['Work', 'Times', 'Failed', 'p50', 'p99', 'p99.9', 'Longest'],
    rows: tallies.map((tally) => {
      const { name, count, failures, p50 = 0, p99 = 0, p999 = 0, longest = 0 } = summaryOf(tally);
      return [name, figure(count), figure(failures), ...[p50, p99, p999, longest].map((ms) => figure(ms, 1))];
    }),
    notes: ['On a data folder; measured by the client, which shares the machine.', ...failed],
  };
}

function memoryTable(memory: readonly MemorySample[]): Table {
  return {
    title: "Memory of the emulator's process meanwhile, MB",
    columns: ['After s', 'Resident'],
    rows: memory.map(({ seconds, resident }) => [figure(seconds), figure(resident / 1024 / 1024)]),
  };
}
