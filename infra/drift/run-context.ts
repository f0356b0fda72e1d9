import type { VendorErrorName } from '../../functions/domain/vendor-errors.ts';
import type { Ask } from '../real-api/ask.ts';
import type { Outcome, Refused } from '../real-api/outcome.ts';
import type { Finding, SeenError } from './finding.ts';
import type { Sample } from './sample.ts';

/** What is asked, in words for people; `name` says which row it is about. */
export type AskNamed = (name: string, ask: Ask) => Promise<Outcome>;

/** What a probe works with. */
export interface Probing {
  ask: AskNamed;
  sample: Sample;
  hasAdmin: boolean;
  /** Unix ms. */
  now: () => number;
  /** What earlier probes have found out, by the name of a setting. */
  known: Map<string, unknown>;
  /** Refusals, each as the row of the error table that the emulator would use. */
  errors: SeenError[];
}

/** Probes of one subject, which are repeated together where a run is resumed. */
export interface ProbeGroup {
  name: string;
  run: (probing: Probing) => Promise<Finding[]>;
}

/** Notes a refusal, to be compared with the others of its kind. */
export function noteError(
  { errors }: Probing,
  name: VendorErrorName,
  row: string,
  { status, msg, code }: Refused,
): void {
  errors.push({ name, row, status, msg, code });
}

/** The first refusal of a kind. */
export function firstError({ errors }: Probing, name: VendorErrorName): SeenError | undefined {
  return errors.find((seen) => seen.name === name);
}

export const isSameError = (
  a: Pick<SeenError, 'status' | 'msg' | 'code'>,
  b: Pick<SeenError, 'status' | 'msg' | 'code'>,
): boolean => a.status === b.status && a.msg === b.msg && a.code === b.code;
