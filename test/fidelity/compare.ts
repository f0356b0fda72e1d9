/** Something that is known to have been asked and answered. */
export interface Exchange {
  name: string;
  /** The rows of the fidelity table that it is about. */
  rows: string[];
  /** What the account's clock shows. */
  now: string;
  /** What there was. */
  sessions: Record<string, unknown>[];
  ask: Record<string, unknown>;
  status: number;
  body: unknown;
}

/** A divergence that is accepted, and why. */
export interface Accepted {
  exchange: string;
  /** Where it is (RFC 6901); `/` and all below where nothing more is said. */
  pointer: string;
  why: string;
}

export interface Divergence {
  exchange: string;
  pointer: string;
}

/** Where two JSON values are not the same: JSON pointers, none below another. */
export function divergences(expected: unknown, given: unknown, at = ''): string[] {
  if (Object.is(expected, given)) return [];
  if (!isContainer(expected) || !isContainer(given) || Array.isArray(expected) !== Array.isArray(given))
    return [at];
  const names = new Set([...Object.keys(expected), ...Object.keys(given)]);
  return [...names].flatMap((name) =>
    divergences(
      Reflect.get(expected, name),
      Reflect.get(given, name),
      `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
    ),
  );
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** What is wrong with a comparison: divergences that nobody accepted, entries that excuse nothing, and an empty corpus. */
export function faultsOf(
  compared: readonly Exchange[],
  found: readonly Divergence[],
  accepted: readonly Accepted[],
): string[] {
  const key = ({ exchange, pointer }: Divergence): string => `${exchange} ${pointer}`;
  const excused = new Set(accepted.map(key));
  const met = new Set(found.map(key));
  return [
    ...(compared.length === 0 ? ['nothing was compared'] : []),
    ...found.filter((each) => !excused.has(key(each))).map((each) => `diverges: ${key(each)}`),
    ...accepted.filter((each) => !met.has(key(each))).map((each) => `excuses nothing: ${key(each)}`),
    ...accepted.filter(({ why }) => why === '').map((each) => `says no reason: ${key(each)}`),
  ];
}
