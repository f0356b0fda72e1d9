/**
 * Whether the suite takes its time, as the workflows have it by THOROUGH=1: properties are tried for as long as they say,
 * and five times as often, every file of the contract is run against the local server and behind events too, and work is
 * cut off at more places.
 */
export const isThorough = process.env['THOROUGH'] === '1';

/** How many times a property is tried, of the many that a thorough run takes. */
export const timesOf = (many: number): number => (isThorough ? many : Math.ceil(many / 5));
