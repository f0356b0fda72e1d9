import { join, resolve } from 'node:path';
import { installPacked, makeProject } from '../../languages/project.ts';
import type { Options } from '../options.ts';
import { median, percentile } from '../report/statistics.ts';
import { figure, type Table } from '../report/table.ts';
import { progress, type SectionResult } from '../section.ts';
import { firstLine, startProcess, temporaryFolder } from '../support/processes.ts';

interface Case {
  name: string;
  args: readonly string[];
  /** Until it ends, or until its first line on stdout. */
  until: 'end' | 'line';
}

/** How long a start takes from the packed tarball: until the line of JSON that says where the emulator listens. */
export async function benchStart({ quick, beside }: Options): Promise<SectionResult> {
  const rounds = quick ? 7 : 21;
  progress('start: packing and installing the package');
  const { installed } = await makeProject(temporaryFolder());
  const cases: Case[] = [
    { name: 'node -e 0, until it ends', args: ['-e', '0'], until: 'end' },
    ...startsOf('this package', installed),
  ];
  if (beside !== undefined) {
    const other = await installPacked(temporaryFolder(), resolve(beside));
    cases.push(...startsOf(beside, other.installed));
  }
  progress(`start: ${rounds} rounds of each in turn`);
  const times = cases.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, each] of cases.entries()) times[index]?.push(await timeOf(each));
  }
  const results = cases.map(({ name }, index) => {
    const ms = times[index] ?? [];
    return { name, medianMs: median(ms), fastestMs: percentile(ms, 0), ninetiethMs: percentile(ms, 0.9) };
  });
  return { tables: [tableOf(results, rounds)], data: { rounds, results } };
}

function startsOf(name: string, installed: string): Case[] {
  const bin = join(installed, 'infra/local/bin.mjs');
  const start = [bin, 'start', '--port', '0'];
  return [
    { name: `${name}: start, 600 sessions`, args: start, until: 'line' },
    { name: `${name}: start --empty`, args: [...start, '--empty'], until: 'line' },
    { name: `${name}: --help, until it ends`, args: [bin, '--help'], until: 'end' },
  ];
}

async function timeOf({ name, args, until }: Case): Promise<number> {
  const begun = performance.now();
  const started = startProcess(process.execPath, args, { stdout: until === 'line' ? 'pipe' : 'ignore' });
  if (until === 'line') await firstLine(name, started);
  else await started.ended;
  const ms = performance.now() - begun;
  await started.stop();
  return ms;
}

type Result = Readonly<Record<'medianMs' | 'fastestMs' | 'ninetiethMs', number>> & { name: string };

const tableOf = (results: readonly Result[], rounds: number): Table => ({
  title: 'Start from the packed tarball, milliseconds',
  columns: ['What', 'Median', 'Fastest', '90th percentile'],
  rows: results.map(({ name, medianMs, fastestMs, ninetiethMs }) => [
    name,
    ...[medianMs, fastestMs, ninetiethMs].map((ms) => figure(ms)),
  ]),
  notes: [
    `Of ${rounds} processes each, in turn, from the moment that the process is asked for; a start lasts until its line of JSON on stdout.`,
  ],
});
