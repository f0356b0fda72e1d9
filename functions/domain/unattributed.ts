/** Strangers can have requests kept too, and so no more of them than this. */
export interface UnattributedOptions {
  /** How many are kept, the newest; 0: none. */
  keep: number;
  /** How many are written in a minute, by all processes together. */
  perMinute: number;
}

/** The environment variables of the function get-sessions that hold them, whole numbers. */
export const unattributedVariables = {
  keep: 'UNATTRIBUTED_REQUESTS_KEPT',
  perMinute: 'UNATTRIBUTED_REQUESTS_PER_MINUTE',
} as const satisfies Record<keyof UnattributedOptions, string>;

export const defaultUnattributed: UnattributedOptions = { keep: 500, perMinute: 60 };

/** The bounds of what may be set: a read takes all that are kept. */
export const mostUnattributed: UnattributedOptions = { keep: 2_000, perMinute: 6_000 };

/**
 * Reads them from environment variables; one that is not set or empty is as it is by default.
 *
 * @throws Error that names the variable that is wrong
 */
export function unattributedFrom(given: Readonly<Record<string, string | undefined>>): UnattributedOptions {
  const read = (name: keyof UnattributedOptions, least: number): number => {
    const text = given[unattributedVariables[name]];
    const value = text ? Number(text) : defaultUnattributed[name];
    if (Number.isInteger(value) && value >= least && value <= mostUnattributed[name]) return value;
    const range = `from ${least} to ${mostUnattributed[name]}`;
    throw new Error(`${unattributedVariables[name]} is ${text}; it must be a whole number ${range}.`);
  };
  return { keep: read('keep', 0), perMinute: read('perMinute', 1) };
}
