import { readFileSync } from 'node:fs';

/** Bytes that a process holds in memory, as Linux tells it. */
export const residentBytes = (pid: number): number => statusBytes(pid, 'VmRSS');

/** The most bytes that a process has held in memory so far, as Linux tells it. */
export const peakBytes = (pid: number): number => statusBytes(pid, 'VmHWM');

function statusBytes(pid: number, name: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) * 1024;
}
