import type { Lab } from '../lab.ts';

/** One thing that was measured, and what it should have been. */
export interface Finding {
  what: string;
  bar: string;
  got: string;
  isMet: boolean;
}

/** Something that a deployment must stand, tried in a lab of its own. */
export interface Trial {
  name: string;
  about: string;
  run: (lab: Lab) => Promise<Finding[]>;
}

export const atMost = (what: string, most: number, got: number, unit = ''): Finding => ({
  what,
  bar: `at most ${most}${unit}`,
  got: `${Math.round(got * 10) / 10}${unit}`,
  isMet: got <= most,
});

/** What depends on how busy the machine is, for people. */
export const noted = (what: string, got: number, unit = ''): Finding => ({
  what,
  bar: 'no bar',
  got: `${Math.round(got * 10) / 10}${unit}`,
  isMet: true,
});

export const exactly = (what: string, wanted: unknown, got: unknown): Finding => ({
  what,
  bar: String(wanted),
  got: String(got),
  isMet: String(wanted) === String(got),
});

/** The value that so large a part of the values does not exceed. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
