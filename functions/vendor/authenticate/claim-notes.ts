import type { JWTPayload } from 'jose';

const secondsPerYear = 31_556_952;

/** From which number of seconds on a time is likely to count something smaller. */
export const earliestMilliseconds = 1e11;
const units = [
  { from: earliestMilliseconds, below: 1e14, name: 'milliseconds' },
  { from: 1e14, below: 1e17, name: 'microseconds' },
  { from: 1e17, below: 1e20, name: 'nanoseconds' },
];

/** Made when it is needed, which is rare: to make it takes longer than all else here. */
const inWords = (year: number): string =>
  new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 }).format(year);

/** What is odd about the times of a token that are taken as the numbers they are (RFC 7519, NumericDate). */
export function claimNotes(claims: JWTPayload): string[] {
  return (['exp', 'nbf'] as const).flatMap((name) => {
    const value: unknown = claims[name];
    const unit = units.find(({ from, below }) => typeof value === 'number' && value >= from && value < below);
    if (!unit || typeof value !== 'number') return [];
    return [`${name} is in the year ${inWords(1970 + value / secondsPerYear)}: ${unit.name}?`];
  });
}
