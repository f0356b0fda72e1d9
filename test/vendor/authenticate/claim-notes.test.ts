import { expect, test } from 'vitest';
import { claimNotes } from '../../../functions/vendor/authenticate/claim-notes.ts';

// A year has 31,556,952 seconds; numbers of 1e11 and more are no time of our days counted in seconds.
test.each<[string, Record<string, unknown>, string[]]>([
  ['no times', {}, []],
  ['a time in seconds', { exp: 1_768_000_000, nbf: 1_768_000_000 }, []],
  ['the last that is taken for seconds', { exp: 1e11 - 1 }, []],
  ['the first that is not', { exp: 1e11 }, ['exp is in the year 5,100: milliseconds?']],
  ['milliseconds', { exp: 1_768_000_000_000 }, ['exp is in the year 58,000: milliseconds?']],
  ['the last milliseconds', { exp: 1e14 - 1 }, ['exp is in the year 3,200,000: milliseconds?']],
  ['the first microseconds', { exp: 1e14 }, ['exp is in the year 3,200,000: microseconds?']],
  ['the first nanoseconds', { exp: 1e17 }, ['exp is in the year 3,200,000,000: nanoseconds?']],
  ['what counts nothing that is known', { exp: 1e20 }, []],
  [
    'both',
    { nbf: 1_768_000_000_000, exp: 1_768_000_000_000_000 },
    ['exp is in the year 56,000,000: microseconds?', 'nbf is in the year 58,000: milliseconds?'],
  ],
  ['other claims', { iat: 1_768_000_000_000 }, []],
  ['a text', { exp: '1768000000000' }, []],
  ['a list', { exp: [1_768_000_000_000] }, []],
])('%s', (_what, claims, notes) => {
  expect(claimNotes(claims)).toEqual(notes);
});
