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
  /** As `ask`, at once and only once: for the rate limit itself. */
  askUnpaced: (ask: Ask) => Promise<Outcome>;
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
  /** Why none of it can be asked; undefined where it can. */
  unmet?: (probing: Probing) => Unmet | undefined;
  run: (probing: Probing) => Promise<Finding[]>;
  /** Whether what it works with is still answered as before; beside the plain request that every group is checked by. */
  isSound?: (probing: Probing) => Promise<boolean>;
}

/** What is known of the rows of a group none of which can be asked. */
export interface Unmet {
  why: string;
  /** Of rows that were measured all the same. */
  findings: Finding[];
}

/** What the requests are called by which a group is checked. */
export const checkName = 'a plain request, as a check';

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
