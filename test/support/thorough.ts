/**
 * Whether the suite takes its time, as the workflows have it by THOROUGH=1: properties are tried for as long as they say,
 * every file of the contract is run against the local server too, and processes are killed at more places.
 */
export const isThorough = process.env['THOROUGH'] === '1';
