import { accessSync, constants, existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const periodUs = 20_000;

/** Memory that comes with one processor. (AWS: "Configure Lambda function memory".) */
const megabytesOfOneCpu = 1_769;

/** Gives a process the part of a processor that its memory comes with; what it returns takes the group away. */
export type LimitCpu = (name: string, pid: number, megabytes: number) => () => void;

interface CpuControl {
  limit?: LimitCpu;
  /** What it is limited by, or why it is not. */
  word: string;
}

/** How many microseconds of each period a function of that memory may run. */
export const quotaUs = (megabytes: number): number =>
  Math.max(1_000, Math.round((megabytes * periodUs) / megabytesOfOneCpu));

/**
 * How processes can be limited here: by a control group of either version, where this process may make one.
 *
 * @param root where control groups are mounted
 */
export function cpuControl(root = '/sys/fs/cgroup'): CpuControl {
  const version1 = join(root, 'cpu');
  if (existsSync(join(version1, 'cpu.cfs_quota_us'))) {
    return usable(version1, 'cgroup v1', (group, quota) => {
      writeFileSync(join(group, 'cpu.cfs_period_us'), String(periodUs));
      writeFileSync(join(group, 'cpu.cfs_quota_us'), String(quota));
    });
  }
  if (existsSync(join(root, 'cgroup.controllers'))) {
    return usable(root, 'cgroup v2', (group, quota) => {
      writeFileSync(join(group, 'cpu.max'), `${quota} ${periodUs}`);
    });
  }
  return { word: 'no share of the processor: there is no control group for it here' };
}

function usable(parent: string, kind: string, setQuota: (group: string, quota: number) => void): CpuControl {
  try {
    accessSync(parent, constants.W_OK);
    removed(limitIn(parent, setQuota)('probe', undefined, megabytesOfOneCpu));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { word: `no share of the processor: ${kind} does not let us (${why})` };
  }
  return { limit: limitIn(parent, setQuota), word: `a share of the processor by memory (${kind})` };
}

const limitIn =
  (parent: string, setQuota: (group: string, quota: number) => void) =>
  (name: string, pid: number | undefined, megabytes: number): (() => void) => {
    const group = join(parent, `aws-lab-${process.pid}-${name}`);
    mkdirSync(group, { recursive: true });
    setQuota(group, quotaUs(megabytes));
    if (pid !== undefined) writeFileSync(join(group, 'cgroup.procs'), String(pid));
    return () => removed(() => rmdirSync(group));
  };

/** A group goes only after its last process, which may take a moment longer. */
function removed(remove: () => void): void {
  try {
    remove();
  } catch {
    // It is empty, and costs nothing.
  }
}
