/**
 * Whether the suite takes its time, as `.ci/run` and the workflows have it by THOROUGH=1: properties are tried for as
 * long as they say, and every file of the contract is run against the local server too.
 */
export const isThorough = process.env['THOROUGH'] === '1';
